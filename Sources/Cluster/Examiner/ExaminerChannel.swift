internal import ClusterProtocol
internal import Processes
internal import SwiftProtobuf

/// An examiner's end of the socket to its worker.
final class ExaminerChannel {
    private let socket: MessageSocket

    init(_ socket: consuming MessageSocket) { self.socket = socket }

    func send(_ message: Caseload_V1_FromExaminer) throws {
        let bytes: [UInt8] = try message.serializedBytes()
        try socket.send(bytes)
    }

    /// The next shard, and the descriptor of its exhibit's folder; nil once the worker has closed its end.
    func receive() throws -> (Caseload_V1_ToExaminer, folder: Int32?)? {
        guard let received = try socket.receiveWithDescriptor() else { return nil }
        return (try Caseload_V1_ToExaminer(serializedBytes: received.message), received.passed)
    }
}
