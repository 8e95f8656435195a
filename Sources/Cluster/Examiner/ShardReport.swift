internal import ClusterProtocol
internal import Examination
internal import Findings
internal import Processes
internal import SwiftProtobuf

/// Tells the worker how the examination of one shard goes: findings over the socket, the rest in the flight recorder.
final class ShardReport: ExaminationObserver {
    private let shard: Int64
    private let channel: ExaminerChannel
    private let record: FlightRecord
    private var sequence: Int32 = 0

    init(shard: Int64, over channel: ExaminerChannel, noting record: FlightRecord) {
        self.shard = shard
        self.channel = channel
        self.record = record
    }

    func willParse(address: String, path: [UInt8]) { record.note(shard: shard, address: address, path: path) }

    func isReading(ordinal: Int64, byteCount: Int64) { record.note(shard: shard, ordinal: ordinal) }

    func found(_ findings: ShardFindings, completes: Bool) throws {
        try channel.send(
            .with {
                $0.batch = .with {
                    $0.shard = shard
                    $0.sequence = sequence
                    $0.completes = completes
                    $0.findings = Caseload_V1_Findings(findings)
                }
            })
        sequence += 1
    }
}
