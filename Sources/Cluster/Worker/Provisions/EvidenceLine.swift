internal import ClusterProtocol
internal import Dispatch
internal import Findings
internal import GRPCCore
internal import Processes
internal import SwiftProtobuf

/// A worker's end of the line over which one examiner asks for the bytes of one exhibit. It passes questions on to the
/// coordinator, several at once, and answers back as they come.
struct EvidenceLine: Sendable {
    let exhibit: Int64
    let worker: WorkerContext
    let flight: SharedFlight
    private let socket: LineSocket
    private let room = Room(places: EvidenceLine.capacity)

    /// Questions under way at once; each answer has 1 MiB at most.
    static let capacity = 16

    /// - Parameter descriptor: taken over.
    init(of exhibit: Int64, on descriptor: Int32, for worker: WorkerContext, flight: SharedFlight) {
        (self.exhibit, self.worker, self.flight) = (exhibit, worker, flight)
        socket = LineSocket(descriptor: descriptor)
    }

    /// Serves until the examiner closes its end, or the task is cancelled.
    /// - Throws: `Nonsense` for what is no question; `RPCError` where the coordinator refuses to answer.
    func serve() async throws {
        try await withTaskCancellationHandler {
            try await withThrowingDiscardingTaskGroup { group in
                while let question = try await socket.receive() {
                    guard (1...Int64(ProtocolLimits.blockByteCount)).contains(question.range.byteCount) else {
                        throw Nonsense(cause: "it asks for \(question.range.byteCount) bytes at once")
                    }
                    try await room.enter()
                    flight.with { $0.beginFetching() }
                    group.addTask { try await answer(question) }
                }
            }
        } onCancel: {
            socket.close()
        }
    }

    private func answer(_ question: Caseload_V1_LineRequest) async throws {
        defer { room.leave() }
        let request = Caseload_V1_RangeRequest.with {
            $0.worker = worker.options.name
            $0.exhibit = exhibit
            $0.range = question.range
            $0.readsUnacquired = question.readsUnacquired
        }
        let block: Caseload_V1_Block?
        do {
            defer { flight.with { $0.endFetching(at: .now) } }
            block = try await worker.connection.askingAll("read evidence", while: { !Task.isCancelled }) {
                try await $0.readEvidence(request, options: $1)
            }
        } catch {
            // Whoever waits for questions hears of it too.
            socket.close()
            throw error
        }
        guard let block else { return }
        let reply = Caseload_V1_LineReply.with {
            $0.number = question.number
            if block.hasError { $0.error = block.error }
        }
        try await socket.send(reply, with: [UInt8](block.content))
    }
}

/// The socket of a line. Its calls block threads of their own, never Swift's.
private final class LineSocket: Sendable {
    private let socket: MessageSocket
    private let sending = DispatchQueue(label: "caseload.line.send")
    private let receiving = DispatchQueue(label: "caseload.line.receive")

    init(descriptor: Int32) { socket = MessageSocket(descriptor: descriptor) }

    func send(_ reply: Caseload_V1_LineReply, with content: [UInt8]) async throws {
        let head: [UInt8] = try reply.serializedBytes()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            sending.async {
                continuation.resume(
                    with: Result {
                        // An examiner that has gone needs no answer.
                        guard (try? self.socket.send(head)) != nil else { return }
                        try? self.socket.send(content)
                    })
            }
        }
    }

    /// nil once the examiner has gone, or the line was closed.
    func receive() async throws -> Caseload_V1_LineRequest? {
        let received = await withCheckedContinuation { continuation in
            receiving.async { continuation.resume(returning: (try? self.socket.receive()) ?? nil) }
        }
        guard let received else { return nil }
        do { return try Caseload_V1_LineRequest(serializedBytes: received) } catch {
            throw Nonsense(cause: "\(error)")
        }
    }

    func close() { socket.shutDown() }
}
