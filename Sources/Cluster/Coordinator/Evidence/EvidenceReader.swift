internal import ClusterProtocol
internal import Dispatch
internal import Processes
internal import SwiftProtobuf

/// One reader process, as its coordinator holds it: one request at a time.
final class EvidenceReader: Sendable {
    private let socket: MessageSocket
    /// Calls block a thread of their own, never Swift's.
    private let thread = DispatchQueue(label: "caseload.reader")
    private let ends: AsyncStream<ExaminerEnd>
    private let end: AsyncStream<ExaminerEnd>.Continuation

    /// How long one request may take: an image can be made to keep its reader busy for ever.
    private static let patience: Duration = .seconds(60)

    struct Reply: Sendable {
        let message: Caseload_V1_FromReader
        /// What comes behind the message of a range.
        let content: [UInt8]
    }

    init(descriptor: Int32) {
        socket = MessageSocket(descriptor: descriptor)
        (ends, end) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// To be told once its process has ended.
    func ended(_ how: ExaminerEnd) {
        end.yield(how)
        end.finish()
    }

    /// - Parameter folder: an open descriptor that goes with the request.
    /// - Throws: `ReaderDeath` where the process ends before it has answered, or takes too long.
    func ask(_ message: Caseload_V1_ToReader, passing folder: Int32? = nil) async throws -> Reply {
        let bytes: [UInt8] = try message.serializedBytes()
        let answer = await withTaskGroup(of: Void.self, returning: Reply?.self) { group in
            group.addTask {
                // Whoever has answered in time is not disturbed any more.
                if (try? await Task.sleep(for: Self.patience)) != nil { self.socket.shutDown() }
            }
            defer { group.cancelAll() }
            return await exchange(bytes, passing: folder)
        }
        guard let answer else { throw ReaderDeath(end: await howItEnded()) }
        return answer
    }

    private func howItEnded() async -> ExaminerEnd {
        socket.shutDown()
        for await end in ends { return end }
        return .dismissed
    }

    private func exchange(_ request: [UInt8], passing folder: Int32?) async -> Reply? {
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: try? self.exchangeBlocking(request, passing: folder)) }
        }
    }

    private func exchangeBlocking(_ request: [UInt8], passing folder: Int32?) throws -> Reply? {
        try socket.send(request, passing: folder)
        while let received = try socket.receive() {
            let message = try Caseload_V1_FromReader(serializedBytes: received)
            switch message.event {
            case .ready: continue
            case .range: return try socket.receive().map { Reply(message: message, content: $0) }
            case .opened, .foreign: return Reply(message: message, content: [])
            case nil: return nil
            }
        }
        return nil
    }
}

/// A reader has died of a request.
struct ReaderDeath: Error {
    let end: ExaminerEnd

    /// Whether it was not the image's fault.
    var isForeign: Bool { end.cause == .foreign }
}
