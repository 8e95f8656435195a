import Findings
import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("A plan of capacity")
struct CapacityPlanTests {
    /// Four examiners of two workers that read 100 MB a second each while they worked; half of every device is content,
    /// so that a device of 864 GB keeps one examiner busy for 4,320 s: twenty of them a day, one examiner.
    private static func work(examining: Double = 9_000, landing: Double = 1_000, idle: Double = 2_000) -> RecordedWork {
        var work = RecordedWork()
        (work.workerCount, work.examinerCount) = (2, 4)
        (work.examiningSeconds, work.landingSeconds, work.idleSeconds) = (examining, landing, idle)
        work.contentByteCount = Int64((examining + landing) * 100_000_000)
        (work.exhibitCount, work.deviceByteCount, work.readByteCount) = (
            10, 8_640_000_000_000, 4_320_000_000_000
        )
        return work
    }

    @Test(
        "suffices while examiners keep a reserve, and is too small once they cannot keep up",
        arguments: [
            (40.0, CapacityPlan.Verdict.suffices, Int64(3), Int64(2)), (63.9, .suffices, 4, 2),
            (64.1, .withoutReserve, 5, 3), (79.9, .withoutReserve, 5, 3), (80.1, .tooFew, 6, 3), (800, .tooFew, 50, 25),
        ])
    func verdicts(devices: Double, verdict: CapacityPlan.Verdict, examiners: Int64, workers: Int64) throws {
        let plan = CapacityPlan(of: Self.work(), devicesPerDay: devices)
        #expect(try #require(plan.examinerSecondsPerDevice).isAbout(4_320))
        #expect(try #require(plan.load).isAbout(devices / 80) && plan.verdict == verdict)
        #expect(plan.examinersNeeded == examiners && plan.workersNeeded == workers)
        #expect(try #require(plan.capacityPerDay).isAbout(64))
    }

    @Test("takes devices as large as they are said to be, or as they were")
    func sizes() throws {
        #expect(CapacityPlan(of: Self.work(), devicesPerDay: 1).bytesPerDevice == 864_000_000_000)
        let small = CapacityPlan(of: Self.work(), devicesPerDay: 1, bytesPerDevice: 86_400_000_000)
        #expect(try #require(small.examinerSecondsPerDevice).isAbout(432))
    }

    @Test(
        "names what kept the servers from more",
        arguments: [
            (9_000.0, 1_000.0, 2_000.0, CapacityPlan.Bottleneck.examining), (7_000, 3_000, 0, .landing),
            (7_001, 2_999, 0, .examining), (5_000, 0, 5_000, .idle), (5_001, 0, 4_999, .examining),
            (700, 300, 90_000, .landing),
        ])
    func bottlenecks(examining: Double, landing: Double, idle: Double, bottleneck: CapacityPlan.Bottleneck) {
        let work = Self.work(examining: examining, landing: landing, idle: idle)
        #expect(CapacityPlan(of: work, devicesPerDay: 1).bottleneck == bottleneck)
    }

    @Test("tells nothing of what was not recorded", arguments: 0..<6)
    func unknown(missing: Int) {
        var work = Self.work()
        switch missing {
        case 0: work = RecordedWork()
        case 1: (work.examiningSeconds, work.landingSeconds) = (599, 0.9)
        case 2: work.examinerCount = 0
        case 3: work.contentByteCount = 0
        case 4: (work.exhibitCount, work.deviceByteCount) = (0, 0)
        default: work.readByteCount = 0
        }
        let plan = CapacityPlan(of: work, devicesPerDay: 5, bytesPerDevice: 1_000_000)
        #expect(plan.verdict == .unknown && plan.bottleneck == nil && plan.load == nil)
        #expect(plan.examinersNeeded == nil && plan.workersNeeded == nil && plan.capacityPerDay == nil)
    }

    @Test("stands on the minutes and the exhibits of the last days, and on the workers that are still there")
    func recorded() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            #expect(try await store.recordedWork(days: 14) == RecordedWork())
            _ = try await store.land(
                .hostile, of: exhibit.lease.shard, under: exhibit.lease.claim,
                planning: [.sample(.contents, byteCount: 700), .sample(.verification, byteCount: 1 << 30)],
                completes: true)
            for grant in try await store.grant(to: "w", limit: 9, term: .seconds(600)) {
                _ = try await store.land(ShardFindings(), of: grant.shard, under: grant.claim, completes: true)
            }
            _ = try await store.finishExhibits()
            try await store.execute(
                """
                INSERT INTO worker_activity
                SELECT name, date_trunc('minute', clock_timestamp()) - ago, examiners, 5000, 2000, 1000, 300, 7
                FROM (VALUES ('a', interval '0', 4), ('a', interval '1 minute', 1), ('b', interval '1 minute', 2),
                    ('gone', interval '2 days', 8), ('long ago', interval '15 days', 16)) AS of (name, ago, examiners)
                """)
            let work = try await store.recordedWork(days: 14)
            #expect(work.minuteCount == 3 && work.workerCount == 2 && work.examinerCount == 6)
            #expect(work.examiningSeconds == 20 && work.landingSeconds == 8 && work.idleSeconds == 4)
            #expect(work.contentByteCount == 1_200)
            #expect(work.exhibitCount == 1 && work.deviceByteCount == 1 << 30 && work.readByteCount == 700)
            let now = Date()
            #expect(try #require(work.since) < now.addingTimeInterval(-2 * 86_400 + 1))
            let later = try await store.recordedWork(days: 14, now: now.addingTimeInterval(20 * 86_400))
            #expect(later == RecordedWork())
        }
    }
}

extension Double {
    fileprivate func isAbout(_ other: Double) -> Bool { (self - other).magnitude < 1e-9 * other.magnitude }
}
