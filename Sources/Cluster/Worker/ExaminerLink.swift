internal import ClusterProtocol
internal import Dispatch
internal import Processes
internal import SwiftProtobuf

/// A worker's end of the socket to one examiner. Its calls block threads of their own, never Swift's.
final class ExaminerLink: Sendable {
    private let socket: MessageSocket
    private let sending = DispatchQueue(label: "caseload.examiner.send")
    private let receiving = DispatchQueue(label: "caseload.examiner.receive")

    init(descriptor: Int32) { socket = MessageSocket(descriptor: descriptor) }

    /// Sends a message, with a copy of an open descriptor.
    func send(_ message: Caseload_V1_ToExaminer, passing descriptor: Int32) async throws {
        let bytes: [UInt8] = try message.serializedBytes()
        try await on(sending) { try self.socket.send(bytes, passing: descriptor) }
    }

    /// The next message; nil once the examiner has gone.
    /// - Throws: `Nonsense` for what is no message.
    func receive() async throws -> Caseload_V1_FromExaminer? {
        try await on(receiving) {
            let received: [UInt8]
            do throws(ProcessError) {
                guard let next = try self.socket.receive() else { return nil }
                received = next
            } catch {
                if error.isOverlong { throw Nonsense(cause: "\(error)") }
                return nil
            }
            do { return try Caseload_V1_FromExaminer(serializedBytes: received) } catch {
                throw Nonsense(cause: "\(error)")
            }
        }
    }

    /// Ends the conversation; a call that waits returns.
    func close() { socket.shutDown() }

    private func on<Result: Sendable>(
        _ queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }
}

/// What an examiner handed in breaks the protocol, or cannot be stored: it is broken, or no longer its own master.
struct Nonsense: Error, Hashable {
    let cause: String
}
