internal import ClusterProtocol
internal import Evidence
internal import Findings
internal import Glibc
internal import Processes
internal import SwiftProtobuf

/// An examiner's end of the line over which an exhibit's bytes come. Where it is lost, the examiner ends: what its worker
/// suffers is no finding about the evidence.
final class WorkerLine: BlockLine {
    private let socket: MessageSocket

    /// The exit code of an examiner whose line is lost.
    private static let lostLine: Int32 = 1

    /// - Parameter descriptor: taken over.
    init(descriptor: Int32) { socket = MessageSocket(descriptor: descriptor) }

    func ask(_ number: Int64, for range: ByteRange, readingUnacquired readsUnacquired: Bool) {
        let request = Caseload_V1_LineRequest.with {
            $0.number = number
            $0.range = .init(range)
            $0.readsUnacquired = readsUnacquired
        }
        guard let bytes: [UInt8] = try? request.serializedBytes(), (try? socket.send(bytes)) != nil else {
            _exit(Self.lostLine)
        }
    }

    func next() -> (number: Int64, block: Block) {
        guard let head = try? socket.receive(), let reply = try? Caseload_V1_LineReply(serializedBytes: head),
            let content = try? socket.receive()
        else { _exit(Self.lostLine) }
        guard reply.hasError else { return (reply.number, Block(bytes: content, error: nil)) }
        guard let error = try? reply.error.decoded() else { _exit(Self.lostLine) }
        return (reply.number, Block(bytes: content, error: error))
    }
}
