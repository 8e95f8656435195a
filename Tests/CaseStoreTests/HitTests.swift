import Findings
import Shards
import Testing

@testable import CaseStore

@Suite("Hits")
struct HitTests {
    private static func findings(_ categories: [String?], from first: Int64 = 0) -> ShardFindings {
        let items = categories.indices.map { Item.sample(first + Int64($0)) }
        let hits = zip(items, categories).map { item, category in
            Hit(ordinal: item.ordinal, hashSet: [9], algorithm: .sha256, entry: 0, category: category)
        }
        return ShardFindings(volume: 0, items: items, hits: hits)
    }

    @Test("list the most serious category first, known software last, in the order of hash sets' own categories")
    func order() async throws {
        let categories = [
            "0", "suspect", "10", "2", "CAT 1", "known 2019", "1", "01", "00", "9999999999", "18446744073709551616",
            "+1", "", "known bad", "Known", "é", "３",
        ]
        try await Examination.run { exhibit in
            try await exhibit.land(Self.findings([nil] + categories))
            var listed: [String?] = []
            _ = try await exhibit.store.hits(HitFilter(caseReference: "A")) { listed += $0.map(\.hit.category) }
            #expect(listed == categories.sorted(by: Category.leads) + [nil])
            let counted = try await exhibit.store.summary(of: exhibit.id).hits.map(\.category)
            #expect(counted == listed)
        }
    }

    @Test("are those of the items, categories and sets that are asked for, in the order that is asked for")
    func filters() async throws {
        try await Examination.run { exhibit in
            var findings = Self.findings(["2", "1", nil])
            findings.items[0].path = Array("/b/a.jpg".utf8)
            findings.items[1].path = Array("/a/b.txt".utf8)
            findings.items[1].isAllocated = false
            findings.hits[2].hashSet = [7]
            try await exhibit.land(findings)
            func found(_ change: (inout HitFilter) -> Void) async throws -> [Int64] {
                var filter = HitFilter(caseReference: "A")
                change(&filter)
                var ordinals: [Int64] = []
                _ = try await exhibit.store.hits(filter) { ordinals += $0.map(\.hit.ordinal) }
                return ordinals
            }
            #expect(try await found { _ in } == [1, 0, 2])
            #expect(try await found { $0.order = .walk } == [0, 1, 2])
            #expect(try await found { $0.items.limit = 1 } == [1])
            #expect(try await found { $0.items.path = PathPattern("*.jpg") } == [0])
            #expect(try await found { $0.items.isAllocated = false } == [1])
            #expect(try await found { $0.items.categories = ["1", "2"] } == [1, 0])
            #expect(try await found { $0.items.hashSets = [[7]] } == [2])
        }
    }

    @Test("name their hash set, also after it was removed")
    func names() async throws {
        try await Examination.run { exhibit in
            let set = HashSetRecord(
                sha256: [9], name: "known", version: "7", category: nil, format: "plain",
                counts: .init(read: 3, distinct: 2, written: 2, verified: 2, rejected: 1))
            try await exhibit.store.addHashSet(set)
            try await exhibit.land(Self.findings(["1"]))
            try await exhibit.store.removeHashSet([9])
            var hits: [HitRecord] = []
            _ = try await exhibit.store.hits(HitFilter()) { hits += $0 }
            #expect(hits.map(\.hashSetName) == ["known"] && hits.map(\.hashSetVersion) == ["7"])
            let kept = try #require(try await exhibit.store.hashSets().first)
            #expect(kept.isRemoved && kept.counts == set.counts)
            try await exhibit.store.addHashSet(set)
            #expect(try await exhibit.store.hashSets(named: "known").map(\.isRemoved) == [false])
            #expect(try await exhibit.store.hashSets(named: "nothing").isEmpty)
        }
    }

    @Test("are followed without missing or repeating one, whatever order landings commit in")
    func follow() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            _ = try await store.land(
                Self.findings(["1"]), of: lease.shard, under: lease.claim,
                planning: (0..<8).map { _ in .sample(.contents) }, completes: true)
            var seen: [Int64] = []
            var filter = HitFilter(caseReference: "A")
            filter.after = try await store.hits(filter) { seen += $0.map(\.hit.ordinal) }
            #expect(seen == [0])
            try await withThrowingTaskGroup { group in
                for grant in try await store.grant(to: "w", limit: 8, term: .seconds(600)) {
                    group.addTask {
                        let findings = Self.findings(["1", "2"], from: grant.shard.number * 2)
                        _ = try await store.land(findings, of: grant.shard, under: grant.claim, completes: true)
                    }
                }
                // Looks while they land.
                for _ in 0..<20 { filter.after = try await store.hits(filter) { seen += $0.map(\.hit.ordinal) } }
                try await group.waitForAll()
            }
            filter.after = try await store.hits(filter) { seen += $0.map(\.hit.ordinal) }
            #expect(seen.count == 17 && Set(seen).count == 17)
        }
    }

    @Test("of a transaction that began before the last listing and ended after it are not missed")
    func lateCommit() async throws {
        try await Examination.run { exhibit in
            let (store, id) = (exhibit.store, exhibit.id)
            let early = Session(to: try await TestServer.address(of: store))
            // Takes its number first, commits last.
            try await early.perform { connection throws(StoreError) in
                try connection.execute("BEGIN")
                _ = try connection.write(Self.findings(["1"], from: 100), of: id)
            }
            try await exhibit.land(Self.findings(["1"]))
            var seen: [Int64] = []
            var filter = HitFilter()
            filter.after = try await store.hits(filter) { seen += $0.map(\.hit.ordinal) }
            #expect(seen == [0])
            try await early.perform { connection throws(StoreError) in
                _ = try connection.execute("COMMIT")
                return
            }
            filter.after = try await store.hits(filter) { seen += $0.map(\.hit.ordinal) }
            #expect(seen == [0, 100])
            await early.close()
        }
    }

    @Test("of a database that was restored from a dump are listed, and followed once")
    func restored() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            _ = try await store.land(
                Self.findings(["1"]), of: exhibit.lease.shard, under: exhibit.lease.claim,
                planning: [.sample(.contents)], completes: true)
            // As if many more transactions had been made on the server that made the dump.
            try await store.pool.perform { connection throws(StoreError) in
                _ = try connection.execute("UPDATE hits SET landing = landing + 1000000000")
                return
            }
            var seen: [Int64] = []
            var filter = HitFilter()
            filter.after = try await store.hits(filter) { seen += $0.map(\.hit.ordinal) }
            #expect(seen == [0])
            let grant = try #require(try await store.grant(to: "w", limit: 1, term: .seconds(600)).first)
            _ = try await store.land(
                Self.findings(["2"], from: 7), of: grant.shard, under: grant.claim, completes: true)
            for _ in 0..<2 { filter.after = try await store.hits(filter) { seen += $0.map(\.hit.ordinal) } }
            #expect(seen == [0, 7])
        }
    }
}
