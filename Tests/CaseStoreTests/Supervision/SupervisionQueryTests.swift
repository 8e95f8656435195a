import Findings
import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("What supervisors are told of the store")
struct SupervisionQueryTests {
    @Test("is what the shards say: how much is read, how much is left, how much of it lately")
    func work() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            let before = try #require(try await store.supervise("A").cases.first?.exhibits.first)
            #expect(before.state == .examining && before.startedAt != nil && before.progressedAt == nil)
            #expect(before.work.byteCount == 1 << 20 && !before.work.isListed && before.share == 0)
            #expect(before.left == 1 << 20)

            _ = try await store.land(
                .hostile, of: exhibit.lease.shard, under: exhibit.lease.claim,
                planning: [
                    .sample(.contents, byteCount: 700), .sample(.contents, position: 1, byteCount: 300),
                    .sample(.verification, priority: 9, byteCount: 1 << 30), .sample(.walk, priority: 10),
                ], completes: true)
            let grants = try await store.grant(to: "w", limit: 2, term: .seconds(600))
            _ = try await store.land(
                .sample(failures: 2), of: grants[0].shard, under: grants[0].claim, completes: true)
            _ = try await store.die(
                grants[1].shard, under: grants[1].claim, replacements: [.sample(.contents, byteCount: 200)],
                failure: ShardFindings(), isBlamed: true)
            let supervised = try #require(try await store.supervise("A").cases.first)
            let now = try #require(supervised.exhibits.first)
            #expect(now.work.byteCount == 1 << 30 && !now.work.isListed)
            #expect(now.work.contentsPlanned == 900 && now.work.contentsEnded == 700 && now.work.lately == 700)
            #expect(now.work.verificationPlanned == 1 << 30 && now.work.verificationEnded == 0)
            #expect(now.itemCount == 3 && now.hitCount == 2 && now.failureCount == 4 && now.progressedAt != nil)

            try await store.execute("UPDATE shards SET ended_at = ended_at - interval '11 minutes'")
            #expect(try await store.supervise("A").cases.first?.exhibits.first?.work.lately == 0)
            #expect(
                try await store.supervise("A", window: .seconds(3_600)).cases.first?.exhibits.first?.work.lately == 700)
        }
    }

    @Test("is of all open cases, with those that have nothing; of a closed one only when it is named")
    func openCases() async throws {
        try await TestServer.withStore { store in
            for reference in ["A", "B", "C"] { _ = try await store.createCase(reference) }
            for reference in ["2", "1"] {
                _ = try await store.addExhibit(.sample(reference), to: "B", survey: .sample())
            }
            try await store.setCase("C", open: false)
            let supervised = try await store.supervise()
            #expect(supervised.cases.map(\.reference) == ["A", "B"])
            #expect(supervised.cases.map { $0.exhibits.map(\.reference) } == [[], ["1", "2"]])
            #expect(try await store.supervise("C").cases.map(\.reference) == ["C"])
            #expect(try await store.supervise("C").cases.map(\.isOpen) == [false])
            #expect(supervised.cases.map(\.goesOn) == [false, true])
            let missing = await #expect(throws: StoreError.self) { try await store.supervise("D") }
            #expect(missing?.reason == .notFound)
        }
    }

    @Test("counts what exhibits hold that are done where one case is asked for, and looks at no shards of them else")
    func done() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            try await exhibit.land(.hostile)
            _ = try await store.finishExhibits()
            try await store.execute("UPDATE exhibits SET progressed_at = progressed_at - interval '11 minutes'")
            #expect(try await store.supervise("A").cases.first?.exhibits.map(\.itemCount) == [3])
            #expect(try await store.supervise().cases.first?.exhibits.map(\.itemCount) == [0])
            #expect(try await store.supervise().cases.first?.share == 1)
        }
    }

    @Test("tells a case's terms and its last review")
    func terms() async throws {
        try await TestServer.withStore { store in
            var change = CaseChange()
            (change.risk, change.reason) = (.veryHigh, "why")
            _ = try await store.createCase("A", change)
            try await store.review("A", by: "anna", decision: "go on")
            let supervised = try #require(try await store.supervise().cases.first)
            #expect(supervised.terms.risk == .veryHigh && supervised.lastReview?.reviewer == "anna")
            let record = try await store.findCase("A")
            #expect(supervised.createdAt == record.createdAt && supervised.lastReview == record.lastReview)
        }
    }
}

extension CaseStore {
    /// Changes what no call of the store changes: times that have passed.
    func execute(_ sql: String) async throws {
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(sql)
            return
        }
    }
}
