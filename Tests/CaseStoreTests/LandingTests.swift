import Findings
import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("Landing")
struct LandingTests {
    private static func batch(_ number: Int64) -> ShardFindings {
        ShardFindings(volume: 0, items: [.sample(number * 2), .sample(number * 2 + 1)])
    }

    private static func ordinals(_ store: CaseStore) async throws -> [Int64] {
        var ordinals: [Int64] = []
        try await store.items(ItemFilter()) { ordinals += $0.map(\.item.ordinal) }
        return ordinals
    }

    @Test("takes each batch of a walk once, however often it is sent, also from the next lease")
    func eachBatchOnce() async throws {
        try await Examination.run { exhibit in
            let (store, shard) = (exhibit.store, exhibit.lease.shard)
            for number in [Int32(0), 0, 1, 0, 1] {
                let landing = try await store.land(
                    Self.batch(Int64(number)), of: shard, under: exhibit.lease.claim, batch: number,
                    planning: [.sample(.contents)], completes: false)
                #expect(landing == .accepted)
            }
            try await store.handBack(shard, under: exhibit.lease.claim)
            let again = try #require(try await store.grant(to: "x", limit: 1, term: .seconds(60)).first)
            #expect(again.shard == shard && again.landedBatches == 2)
            for number in 0..<Int32(3) {
                let landing = try await store.land(
                    Self.batch(Int64(number)), of: shard, under: again.claim, batch: number,
                    planning: [.sample(.contents)], completes: number == 2)
                #expect(landing == .accepted)
            }
            #expect(try await Self.ordinals(store) == Array(0..<6))
            #expect(try await store.progress(of: exhibit.id).shards[.contents]?.ready == 3)
            #expect(try await store.standing(of: shard).shard.state == .done)
        }
    }

    @Test("says yes to the last batch again when the answer to it was lost, and changes nothing")
    func lastBatchAgain() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            for _ in 0..<3 {
                let landing = try await store.land(
                    Self.batch(0), of: lease.shard, under: lease.claim, batch: 0, completes: true)
                #expect(landing == .accepted)
            }
            #expect(try await store.standing(of: lease.shard).hasLanded(batch: 0, under: lease.claim))
            #expect(try await Self.ordinals(store) == [0, 1])
        }
    }

    @Test("refuses to end a walk that found more the last time: the rest would be lost in silence")
    func endsTooEarly() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            for number in Int32(0)..<2 {
                _ = try await store.land(
                    Self.batch(Int64(number)), of: lease.shard, under: lease.claim, batch: number, completes: false)
            }
            let error = await #expect(throws: StoreError.self) {
                try await store.land(Self.batch(0), of: lease.shard, under: lease.claim, batch: 0, completes: true)
            }
            #expect(error?.reason == .conflict)
            #expect(try await !store.standing(of: lease.shard).shard.hasEnded)
        }
    }

    @Test("refuses the findings of a lease that has ended, and tells the newest fence")
    func lateFindings() async throws {
        try await Examination.run { exhibit in
            let (store, late) = (exhibit.store, exhibit.lease)
            try await store.handBack(late.shard, under: late.claim)
            let newer = try #require(try await store.grant(to: "x", limit: 1, term: .seconds(60)).first)
            let landing = try await store.land(Self.batch(0), of: late.shard, under: late.claim, completes: true)
            #expect(landing == .refused(current: newer.fence))
            #expect(try await Self.ordinals(store).isEmpty)
            #expect(try await store.progress(of: exhibit.id).items == 0)
        }
    }

    @Test("refuses what another worker sends, even under the right fence")
    func foreignFindings() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            let foreign = Claim("x", lease.fence)
            let landing = try await store.land(Self.batch(0), of: lease.shard, under: foreign, completes: true)
            #expect(landing == .refused(current: lease.fence))
            #expect(try await Self.ordinals(store).isEmpty)
            let aftermath = try await store.die(
                lease.shard, under: foreign, failure: .sample(failures: 1), isBlamed: true)
            #expect(aftermath == .refused(current: lease.fence))
            #expect(try await !store.handBack(lease.shard, under: foreign))
            #expect(try await store.standing(of: lease.shard).shard.holder == "w")
            #expect(
                try await store.land(Self.batch(0), of: lease.shard, under: lease.claim, completes: true) == .accepted)
            let again = try await store.land(Self.batch(0), of: lease.shard, under: foreign, completes: true)
            #expect(again == .refused(current: lease.fence), "nor is it told that it has landed")
        }
    }

    @Test("refuses what an old lease sends again once a newer one has landed it")
    func lateRepetition() async throws {
        try await Examination.run { exhibit in
            let (store, late) = (exhibit.store, exhibit.lease)
            _ = try await store.land(Self.batch(0), of: late.shard, under: late.claim, batch: 0, completes: false)
            try await store.handBack(late.shard, under: late.claim)
            let newer = try #require(try await store.grant(to: "x", limit: 1, term: .seconds(60)).first)
            _ = try await store.land(Self.batch(1), of: late.shard, under: newer.claim, batch: 1, completes: true)
            let landing = try await store.land(
                Self.batch(0), of: late.shard, under: late.claim, batch: 0, completes: false)
            #expect(landing == .refused(current: newer.fence))
        }
    }

    @Test("takes back what it has written when it finds the rest impossible")
    func takenBack() async throws {
        try await Examination.run { exhibit in
            var findings = ShardFindings.hostile
            findings.volume = nil
            let error = await #expect(throws: StoreError.self) { try await exhibit.land(findings) }
            #expect(error?.reason == .conflict)
            let (volumes, record) = (
                try await exhibit.store.volumes(of: exhibit.id), try await exhibit.store.exhibit(exhibit.id)
            )
            #expect(volumes.isEmpty && record.image == nil)
        }
    }

    @Test("changes nothing at all when one of the findings cannot land")
    func allOrNothing() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            var findings = Self.batch(0)
            findings.items[1].ordinal = 0
            let error = await #expect(throws: StoreError.self) {
                try await store.land(
                    findings, of: lease.shard, under: lease.claim, planning: [.sample(.walk)], completes: true)
            }
            #expect(error?.reason == .conflict && error?.sqlState == "23505")
            #expect(try await Self.ordinals(store).isEmpty)
            let standing = try await store.standing(of: lease.shard)
            #expect(standing.landedBatches == 0 && !standing.shard.hasEnded)
            #expect(try await store.progress(of: exhibit.id).shards[.walk] == nil)
        }
    }

    @Test("refuses a batch that comes before its turn")
    func tooEarly() async throws {
        try await Examination.run { exhibit in
            let error = await #expect(throws: StoreError.self) {
                try await exhibit.store.land(
                    Self.batch(0), of: exhibit.lease.shard, under: exhibit.lease.claim, batch: 1, completes: false)
            }
            #expect(error?.reason == .inadmissible)
        }
    }

    @Test("of many workers at once grants every shard once and lands every finding once")
    func manyWorkers() async throws {
        try await Examination.run { exhibit in
            let (store, count) = (exhibit.store, 60)
            _ = try await store.land(
                ShardFindings(), of: exhibit.lease.shard, under: exhibit.lease.claim,
                planning: (0..<count).map { .sample(.contents, position: Int64($0)) }, completes: true)
            let granted = try await withThrowingTaskGroup(of: [ShardID].self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        var mine: [ShardID] = []
                        while true {
                            let grants = try await store.grant(to: "w\(worker)", limit: 4, term: .seconds(600))
                            if grants.isEmpty { return mine }
                            for grant in grants {
                                mine.append(grant.shard)
                                let findings = ShardFindings(volume: 0, items: [.sample(grant.shard.number)])
                                let landing = try await store.land(
                                    findings, of: grant.shard, under: grant.claim, completes: true)
                                #expect(landing == .accepted)
                            }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(granted.count == count && Set(granted).count == count)
            #expect(try await Self.ordinals(store).count == count)
            #expect(try await store.finishExhibits() == [exhibit.id])
            #expect(try await store.exhibit(exhibit.id).state == .done)
        }
    }

    @Test("grants the likeliest evidence first, then in the order of the disk")
    func order() async throws {
        try await Examination.run { exhibit in
            let planned = [(3, 1), (1, 9), (1, 2), (2, 0)].map { (priority, position) in
                PlannedShard.sample(.contents, priority: Int16(priority), position: Int64(position))
            }
            _ = try await exhibit.store.land(
                ShardFindings(), of: exhibit.lease.shard, under: exhibit.lease.claim, planning: planned, completes: true
            )
            let grants = try await exhibit.store.grant(to: "w", limit: 3, term: .seconds(1))
            // In the order of their planning: the third, the second, the fourth.
            #expect(grants.map { $0.shard.number - exhibit.lease.shard.number } == [3, 2, 4])
        }
    }

    @Test("forgets what a walk has landed when it goes round what killed its examiner, and all that followed")
    func detour() async throws {
        try await Examination.run { exhibit in
            let (store, id) = (exhibit.store, exhibit.id)
            var survey = ShardFindings(image: ImageDescription(format: "raw", byteCount: 1 << 20))
            survey.failures = [Self.failure(.survey, of: 0)]
            _ = try await store.land(
                survey, of: exhibit.lease.shard, under: exhibit.lease.claim,
                planning: [.sample(.walk), .sample(.walk, volume: 1)], completes: true)
            let walks = try await store.grant(to: "w", limit: 2, term: .seconds(600))
            for walk in walks {
                for number in Int32(0)..<2 {
                    let landing = try await store.land(
                        Self.walked(walk.volume ?? -1, batch: number), of: walk.shard, under: walk.claim,
                        batch: number,
                        planning: [.sample(.contents, volume: walk.volume ?? -1)], completes: false)
                    #expect(landing == .accepted)
                }
            }
            // Of the first volume, one content has landed, and another is being read.
            let contents = try await store.grant(to: "w", limit: 4, term: .seconds(600))
            let (read, unread) = (contents[0], contents[1])
            #expect(read.volume == 0 && unread.volume == 0)
            _ = try await store.land(
                ShardFindings(volume: 0, contents: [Content(ordinal: 0, state: .failed)]), of: read.shard,
                under: read.claim, completes: true)

            var walk = walks[0]
            #expect(try await Self.die(walk, in: store) == .retry)
            walk = try #require(try await store.grant(to: "w", limit: 1, term: .seconds(600)).first)
            #expect(walk.landedBatches == 2)
            #expect(try await Self.die(walk, in: store) == .detour)

            let late = try await store.land(
                ShardFindings(volume: 0, contents: [Content(ordinal: 1, state: .failed)]), of: unread.shard,
                under: unread.claim, completes: true)
            #expect(late == .refused(current: unread.fence))
            let progress = try await store.progress(of: id)
            #expect(progress.items == 4 && progress.contents == 0 && progress.failures == 3)
            let coverage = try await store.coverage(of: id)
            #expect(coverage.byteCounts[.structures] == 1024, "the other volume's alone")
            var failures: [FailureRecord] = []
            try await store.failures(of: "A") { failures += $0 }
            #expect(failures.map(\.failure.stage) == [.survey, .walk, .walk])
            #expect(failures.map(\.failure.volume) == [0, 1, 1])

            let again = try #require(try await store.grant(to: "w", limit: 1, term: .seconds(600)).first)
            #expect(again.shard == walk.shard && again.landedBatches == 0 && again.specification == [7])
            let landing = try await store.land(
                Self.walked(0, batch: 0), of: again.shard, under: again.claim, batch: 0, completes: true)
            #expect(landing == .accepted)
            #expect(try await store.progress(of: id).items == 6)
        }
    }

    private static func walked(_ volume: Int32, batch number: Int32) -> ShardFindings {
        var findings = batch(Int64(number))
        findings.volume = volume
        findings.furtherPaths = [FurtherPath(ordinal: Int64(number) * 2, path: [1])]
        findings.extents = [
            Extent(
                range: ByteRange(offset: (Int64(volume) * 8 + Int64(number)) * 512, byteCount: 512),
                coverage: .structures)
        ]
        findings.failures = [failure(.walk, of: volume)]
        return findings
    }

    private static func failure(_ stage: Failure.Stage, of volume: Int32) -> Failure {
        Failure(scope: .volume, volume: volume, stage: stage, reason: .fileSystemDamaged, detail: "")
    }

    private static func die(_ walk: Grant, in store: CaseStore) async throws -> Aftermath {
        try await store.die(walk.shard, under: walk.claim, detour: [7], failure: ShardFindings(), isBlamed: true)
    }
}
