import Findings
import Foundation
import Shards
import TestSupport
import Testing

@testable import CaseStore

@Suite("The findings digest")
struct FindingsDigestTests {
    /// Lands the same findings in another order and in other pieces.
    private static func examine(_ reference: String, in store: CaseStore, pieces: Int, seed: UInt64) async throws
        -> ExhibitID
    {
        var random = SplitMix64(seed: seed)
        let exhibit = try await Examination.begin(reference, in: store)
        let all = ShardFindings.hostile
        _ = try await store.land(
            ShardFindings(volume: 0, image: all.image, volumes: all.volumes), of: exhibit.lease.shard,
            under: exhibit.lease.claim, planning: (0..<pieces).map { _ in .sample(.contents) }, completes: true)
        var grants = try await store.grant(to: "w", limit: pieces, term: .seconds(600))
        grants.shuffle(using: &random)
        for (piece, grant) in grants.enumerated() {
            func part<Finding>(_ findings: [Finding]) -> [Finding] {
                findings.enumerated().filter { $0.offset % pieces == piece }.map(\.element).reversed()
            }
            let findings = ShardFindings(
                volume: 0, items: part(all.items), furtherPaths: part(all.furtherPaths), contents: part(all.contents),
                hits: part(all.hits), extents: part(all.extents), failures: part(all.failures),
                verifications: part(all.verifications))
            _ = try await store.land(findings, of: grant.shard, under: grant.claim, completes: true)
        }
        return exhibit.id
    }

    @Test("is the same in however many pieces and in which order findings landed, and under any reference")
    func independentOfHistory() async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            var digests: Set<[UInt8]> = []
            for (number, pieces) in [1, 2, 3, 5].enumerated() {
                let id = try await Self.examine("e\(number)", in: store, pieces: pieces, seed: UInt64(number))
                digests.insert(try await store.findingsDigest(of: id))
            }
            #expect(digests.count == 1)
            #expect(digests.first?.count == 32)
        }
    }

    @Test("does not depend on the locale and the time zone of the database")
    func independentOfLocale() async throws {
        var digests: Set<[UInt8]> = []
        for settings in ["", "SET TimeZone = 'Pacific/Chatham'; ALTER DATABASE x SET DateStyle = 'German'"] {
            try await Examination.run { exhibit in
                try await exhibit.land(.hostile)
                if !settings.isEmpty {
                    let name = try Connection.databaseName(in: try await TestServer.address(of: exhibit.store))
                    try await exhibit.store.pool.perform { connection throws(StoreError) in
                        try connection.run(script: settings.replacing("DATABASE x", with: "DATABASE \(name)"))
                    }
                }
                digests.insert(try await exhibit.store.findingsDigest(of: exhibit.id))
            }
        }
        #expect(digests.count == 1)
    }

    @Test("changes with every single finding")
    func changesWithEachFinding() async throws {
        let changes: [(inout ShardFindings) -> Void] = [
            { _ in }, { $0.image?.byteCount += 1 }, { $0.image?.acquisition["x"] = "" }, { $0.volumes[0].label = nil },
            { $0.items[1].stream = nil }, { $0.items[1].path.append(0) }, { $0.items[1].accessed?.nanoseconds -= 1 },
            { $0.items[1].created?.nanoseconds += 1 }, { $0.items[1].runs[0].byteCount += 1 },
            { $0.items[2].linkTarget = nil },
            { $0.items[0].byteCount = 0 }, { $0.furtherPaths[0].path[0] += 1 }, { $0.contents[0].digests?.md5[0] += 1 },
            { $0.contents[0].type = nil }, { $0.contents[1].state = .partial }, { $0.hits[0].entry -= 1 },
            { $0.hits[1].category = "" }, { $0.extents[0].coverage = .slack }, { $0.failures[0].detail += " " },
            { $0.failures.removeLast() }, { $0.verifications[0].computed = [] },
        ]
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            var digests: Set<[UInt8]> = []
            for (number, change) in changes.enumerated() {
                var findings = ShardFindings.hostile
                change(&findings)
                let exhibit = try await Examination.begin("\(number)", in: store)
                try await exhibit.land(findings)
                digests.insert(try await store.findingsDigest(of: exhibit.id))
            }
            #expect(digests.count == changes.count)
        }
    }

    @Test("is SHA-256 of the documented bytes")
    func documentedBytes() {
        var bytes = CanonicalBytes()
        bytes.begin("a")
        bytes.add(Int64(-2))
        bytes.add("ü")
        bytes.add(String?.none)
        #expect(
            bytes.bytes == [
                0x61, 0, 1, 255, 255, 255, 255, 255, 255, 255, 254, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0xC3, 0xBC, 0,
            ])
    }
}
