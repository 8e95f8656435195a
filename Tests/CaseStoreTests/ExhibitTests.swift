import Findings
import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("Cases and exhibits")
struct ExhibitTests {
    @Test("are found again when they are added twice, and refused when they are others")
    func addedTwice() async throws {
        try await TestServer.withStore { store in
            let first = try await store.createCase("A", title: "first")
            let again = try await store.createCase("A", title: "second")
            #expect(first.isNew && !again.isNew && first.id == again.id)
            #expect(try await store.findCase("A").title == "first")

            let exhibit = try await store.addExhibit(.sample("1"), to: "A", survey: .sample())
            let same = try await store.addExhibit(.sample("1"), to: "A", survey: .sample())
            #expect(exhibit.isNew && !same.isNew && exhibit.id == same.id)
            var other = ExhibitRegistration.sample("1")
            other.files[0].byteCount += 1
            let error = await #expect(throws: StoreError.self) {
                try await store.addExhibit(other, to: "A", survey: .sample())
            }
            #expect(error?.reason == .conflict && error?.cause.contains("/evidence/1.raw") == true)
            #expect(try await store.queueDepth().ready == 1)
        }
    }

    @Test("keep what they were registered with")
    func registration() async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            var registration = ExhibitRegistration.sample("x'\"\\")
            registration.options = ["verify": "all", "ü": "\u{1F50D}"]
            registration.requestedDigests = [
                StoredDigest(algorithm: .sha1, value: Array(0..<20), origin: "investigator")
            ]
            let id = try await store.addExhibit(registration, to: "A", survey: .sample()).id
            let record = try await store.exhibit(id)
            #expect(record.options == registration.options && record.requestedDigests == registration.requestedDigests)
            #expect(record.files == registration.files && record.path == registration.path)
            #expect(record.state == .registered && record.image == nil && record.caseReference == "A")
            #expect(try await store.exhibits(of: "A") == [record])
            try await store.setCase("A", open: false)
            let closed = try await store.findCase("A")
            #expect(!closed.isOpen && closed.exhibitCount == 1)
        }
    }

    @Test("go from registered to examining to done")
    func states() async throws {
        try await Examination.run { exhibit in
            let (store, id) = (exhibit.store, exhibit.id)
            #expect(try await store.exhibit(id).state == .examining)
            #expect(try await store.finishExhibits().isEmpty)
            try await exhibit.land(.hostile)
            #expect(try await store.finishExhibits() == [id])
            #expect(try await store.finishExhibits().isEmpty)
            let record = try await store.exhibit(id)
            #expect(record.state == .done && record.finishedAt != nil && record.image == ShardFindings.hostile.image)
        }
    }

    @Test("say since when they are examined and when that last went on, at most once a second")
    func times() async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            let id = try await store.addExhibit(.sample("1"), to: "A", survey: .sample()).id
            #expect(try await store.exhibitTimes(of: id) == [nil, nil])
            let start = Date(timeIntervalSince1970: 1_800_000_000)
            let survey = try #require(try await store.grant(to: "w", limit: 1, term: .seconds(600), now: start).first)
            #expect(try await store.exhibitTimes(of: id) == [start, nil])

            let parts: [PlannedShard] = [.sample(.walk), .sample(.walk, volume: 1)]
            _ = try await store.land(
                ShardFindings(), of: survey.shard, under: survey.claim, planning: parts, completes: false)
            #expect(try await store.exhibitTimes(of: id) == [start, nil])
            _ = try await store.land(ShardFindings(), of: survey.shard, under: survey.claim, batch: 1, completes: true)
            let first = try #require(try await store.exhibitTimes(of: id)[1])
            let walks = try await store.grant(
                to: "w", limit: 2, term: .seconds(600), now: start.addingTimeInterval(9))
            _ = try await store.land(ShardFindings(), of: walks[0].shard, under: walks[0].claim, completes: true)
            #expect(try await store.exhibitTimes(of: id) == [start, first])
            try await store.backdateProgress(of: id)
            _ = try await store.die(walks[1].shard, under: walks[1].claim, failure: ShardFindings(), isBlamed: true)
            #expect(try await store.exhibitTimes(of: id)[1] == .distantPast)
            let again = try #require(try await store.grant(to: "w", limit: 1, term: .seconds(600)).first)
            _ = try await store.die(again.shard, under: again.claim, failure: ShardFindings(), isBlamed: true)
            #expect(try #require(try await store.exhibitTimes(of: id)[1]) >= first)

            try await store.reopen(id, as: .sample("1"), survey: .sample())
            #expect(try await store.exhibitTimes(of: id) == [nil, nil])
        }
    }

    @Test("forget every finding when they are examined anew, and refuse those of the old leases")
    func reopened() async throws {
        try await Examination.run { exhibit in
            let (store, id) = (exhibit.store, exhibit.id)
            _ = try await store.land(
                .hostile, of: exhibit.lease.shard, under: exhibit.lease.claim, planning: [.sample(.walk)],
                completes: true)
            let old = try #require(try await store.grant(to: "w", limit: 1, term: .seconds(600)).first)
            try await store.reopen(id, as: .sample("1"), survey: .sample())
            #expect(try await store.summary(of: id) == ExhibitSummary())
            #expect(try await store.volumes(of: id).isEmpty)
            let error = await #expect(throws: StoreError.self) {
                try await store.land(.hostile, of: old.shard, under: old.claim, completes: true)
            }
            #expect(error?.reason == .notFound)
            #expect(try await store.grant(to: "w", limit: 9, term: .seconds(600)).map(\.kind) == [.survey])
        }
    }

    @Test("keep of an examination anew what it was asked for: its options, digests and path")
    func reopenedOtherwise() async throws {
        try await Examination.run { exhibit in
            var registration = ExhibitRegistration.sample("1")
            registration.options = ["verify": "all", "hash-sets": "aa"]
            registration.requestedDigests = [StoredDigest(algorithm: .md5, value: [1], origin: "investigator")]
            registration.path = "/elsewhere/1.raw"
            try await exhibit.store.reopen(exhibit.id, as: registration, survey: .sample())
            let record = try await exhibit.store.exhibit(exhibit.id)
            #expect(record.options == registration.options && record.path == registration.path)
            #expect(record.requestedDigests == registration.requestedDigests)
        }
    }

    @Test("say by what they were examined also where a worker is granted its only shard before it can say so")
    func methodSaidLate() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            try await store.recordWorker("w", description: #"{"version": "1"}"#)
            try await store.recordMethod(of: "w", for: [exhibit.id])
            #expect(try await store.methods(of: exhibit.id).isEmpty)
            let complete = #"{"method": {"libtsk": "4"}, "version": "1"}"#
            try await store.recordWorker("w", description: complete)
            #expect(try await store.methods(of: exhibit.id).map(\.method) == [complete])
        }
    }

    @Test("say by what they were examined, each method once")
    func methods() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            let said = [#"{"method": {"libtsk": "1"}}"#, #"{"method": {"libtsk": "2"}}"#]
            for method in said {
                try await store.recordWorker("v", description: method)
                for _ in 0..<2 { try await store.recordMethod(of: "v", for: [exhibit.id]) }
            }
            let methods = try await store.methods(of: exhibit.id)
            #expect(methods.map(\.method) == said)
            #expect(methods.allSatisfy { $0.worker == "v" })
        }
    }
}

extension CaseStore {
    /// When an exhibit's first shard was granted, and when one last ended.
    fileprivate func exhibitTimes(of exhibit: ExhibitID) async throws -> [Date?] {
        try await pool.perform { connection throws(StoreError) in
            guard
                var row = try connection.execute(
                    "SELECT started_at, progressed_at FROM exhibits WHERE exhibit_id = $1", [.int32(exhibit.number)]
                ).first
            else { return [] }
            return [try row.next(Date?.self), try row.next(Date?.self)]
        }
    }

    /// Lets the last progress lie far back.
    fileprivate func backdateProgress(of exhibit: ExhibitID) async throws {
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                "UPDATE exhibits SET progressed_at = $2 WHERE exhibit_id = $1",
                [.int32(exhibit.number), .time(Date.distantPast)])
            return
        }
    }
}
