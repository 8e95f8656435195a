import ClusterProtocol
import Foundation
import Processes
import SwiftProtobuf

/// The rogue's side of the socket to its worker.
final class Rogue {
    private let role: String
    private let socket = MessageSocket(descriptor: 0)
    private let record: FlightRecord

    init(role: String) throws {
        self.role = role
        record = try FlightRecord(on: 1)
    }

    func run() throws {
        try send(
            .with {
                $0.ready.method = ["rogue": role == "boaster" ? String(repeating: "x", count: 1 << 20) : role]
            })
        while let message = try socket.receive() {
            let order = try Caseload_V1_ToExaminer(serializedBytes: message)
            var batch = Caseload_V1_Batch.with {
                $0.shard = order.shard
                $0.completes = true
                $0.findings = HonestPlay.findings(of: order.assignment)
            }
            try misbehave(&batch, in: order.assignment)
            try send(.with { $0.batch = batch })
        }
    }

    private func send(_ message: Caseload_V1_FromExaminer) throws {
        let bytes: [UInt8] = try message.serializedBytes()
        try socket.send(bytes, passing: role == "descriptors" ? 2 : nil)
    }

    private func misbehave(_ batch: inout Caseload_V1_Batch, in assignment: Caseload_V1_Assignment) throws {
        switch assignment.work {
        case .survey: try misbehave(inSurvey: &batch)
        case .walk: misbehave(inWalk: &batch)
        case .contents: misbehave(inContents: &batch)
        case .verification, nil: break
        }
    }

    private func misbehave(inSurvey batch: inout Caseload_V1_Batch) throws {
        switch role {
        case "garbage": try socket.send([0xFF, 0xFF, 0xFF, 0xFF, 0x07])
        case "overlong": FileHandle(fileDescriptor: 0).write(Data([0xFF, 0xFF, 0xFF, 0xFF]))
        case "unknown-event": try socket.send([])
        case "foreign-shard": batch.shard += 1
        case "silent": while true { sleep(60) }
        case "ready-again": try send(.with { $0.ready.method = ["rogue": role] })
        case "torn-note":
            record.note(shard: batch.shard, address: "\u{0}\u{202E}", path: [0, 0xFF])
            exit(3)
        case "negative-volume": batch.findings.volumes[0].range.offset = -512
        case "overflowing-volume":
            batch.findings.volumes[0].range.byteCount = .max
            batch.findings.volumes[0].range.offset = 512
        case "items-of-a-survey":
            batch.findings.volume = 0
            batch.findings.items = HonestPlay.items
        case "early-batch": batch.sequence = 1
        case "negative-batch": batch.sequence = -1
        default: break
        }
    }

    private func misbehave(inWalk batch: inout Caseload_V1_Batch) {
        switch role {
        case "gap-in-items": batch.findings.items[1].ordinal = 7
        case "other-volume": batch.findings.volume = 1
        case "negative-run": batch.findings.items[0].runs[0].byteCount = -1
        case "many-extents":
            batch.findings.extents = (Int64(0)..<100_000).map { place in
                .with {
                    $0.range = .with {
                        $0.offset = place
                        $0.byteCount = 1
                    }
                    $0.coverage = "structures"
                }
            }
        default: break
        }
    }

    private func misbehave(inContents batch: inout Caseload_V1_Batch) {
        switch role {
        case "no-content": batch.findings.contents = []
        case "others-content": batch.findings.contents[0].ordinal = 5
        case "unknown-hash-set":
            batch.findings.hits = [
                .with {
                    $0.hashSet = Data(repeating: 9, count: 32)
                    $0.algorithm = "md5"
                    $0.category = "1"
                }
            ]
        case "silent-loss":
            batch.findings.contents[0] = .with {
                $0.ordinal = batch.findings.contents[0].ordinal
                $0.state = "failed"
            }
        default: break
        }
    }
}
