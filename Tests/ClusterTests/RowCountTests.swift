import ClusterProtocol
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

@testable import Cluster

@Suite("The rows of findings that come over the network", .timeLimit(.minutes(15)))
struct RowCountTests {
    @Test("are counted as they stand there, those in rows too")
    func counts() throws {
        let findings = Caseload_V1_Findings.with {
            $0.volume = 1
            // Itself a row, and three of its own.
            $0.image.storedDigests = [.with { $0.algorithm = "md5" }]
            $0.image.acquisition = ["a": "b", "c": "d"]
            $0.items = (Int64(1)...3).map { number in
                .with {
                    $0.ordinal = number
                    $0.path = Data("/a".utf8)
                    $0.created.seconds = -1
                    $0.runs = [.with { $0.byteCount = 1 << 40 }, .init()]
                    $0.slack = [.with { $0.offset = .max }]
                }
            }
            $0.contents = [.init()]
            $0.hits = [.with { $0.entry = -1 }]
            $0.failures = [.init(), .init()]
        }
        let count = try RowCount(of: try findings.serializedBytes())
        #expect(count.counts == [.listed: 1 + 3 + 3 + 1, .found: 3, .runs: 9])
    }

    @Test("are as many as are honest, and no more", arguments: RowCount.Kind.allCases)
    func limits(kind: RowCount.Kind) throws {
        func findings(_ rows: Int) -> Data {
            let tag: UInt8 = [.listed: 0x22, .found: 0x4A, .runs: 0x72][kind] ?? 0
            let content = Data(repeating: [tag, 0], times: rows)
            guard kind == .runs else { return content }
            // Those of one item, which is as long.
            return Data([0x22] + Self.number(content.count)) + content
        }
        #expect(try RowCount(of: findings(kind.limit)).counts[kind] == kind.limit)
        #expect(throws: ProtocolError.self) { try RowCount(of: findings(kind.limit + 1)) }
    }

    @Test(
        "are none where there is no message",
        arguments: [
            [0x22], [0x22, 1], [0x22, 0xFF], [0x09, 1, 2, 3], [0x0D, 1], [0x23], [0x26],
            [UInt8](repeating: 0xFF, count: 11),
            [0x22] + [UInt8](repeating: 0xFF, count: 9) + [1],
        ] as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        #expect(throws: ProtocolError.self) { try Caseload_V1_Findings(admitting: Data(bytes)) }
    }

    @Test("are let in as they are, or not at all, whatever the bytes", arguments: UInt64(0)..<500)
    func survives(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // Small numbers: fields, kinds and lengths that can be.
        let bytes = Data((0..<12).map { _ in UInt8.random(in: 0...90, using: &random) }).dropFirst(2)
        let read = try? Caseload_V1_Findings(serializedBytes: bytes)
        let admitted = try? Caseload_V1_Findings(admitting: bytes)
        #expect(admitted == read || admitted == nil)
    }

    private static func number(_ value: Int) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
    }
}

extension Data {
    fileprivate init(repeating row: [UInt8], times: Int) {
        self.init(capacity: row.count * times)
        for _ in 0..<times { append(contentsOf: row) }
    }
}
