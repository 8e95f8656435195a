import ClusterProtocol
import Findings
import Shards
import SwiftProtobuf
import Testing

@testable import Cluster

@Suite("What follows the death of an examiner")
struct DeathPlanTests {
    private func contents(_ ordinals: ClosedRange<Int64>) -> Caseload_V1_Assignment {
        .with {
            $0.contents.volume = .init(PlannerTests.volumes[0])
            $0.contents.items = ordinals.map { ordinal in .with { $0.ordinal = ordinal } }
        }
    }

    private func ordinals(_ shard: PlannedShard) throws -> [Int64] {
        try Caseload_V1_Assignment(serializedBytes: shard.specification).contents.items.map(\.ordinal)
    }

    @Test("the item at fault becomes a shard of its own")
    func suspect() throws {
        let death = Caseload_V1_Death.with { $0.ordinal = 3 }
        let plan = try DeathPlan(after: death, of: contents(1...6))
        #expect(try plan.replacements.map(ordinals) == [[1, 2], [3], [4, 5, 6]])
    }

    @Test("a shard is halved where nobody knows the item at fault")
    func halves() throws {
        #expect(try DeathPlan(after: .init(), of: contents(1...5)).replacements.map(ordinals) == [[1, 2], [3, 4, 5]])
        let stranger = Caseload_V1_Death.with { $0.ordinal = 99 }
        #expect(try DeathPlan(after: stranger, of: contents(1...2)).replacements.map(ordinals) == [[1], [2]])
    }

    @Test("a single item is not split; given up, it is one failure that says how")
    func single() throws {
        let death = Caseload_V1_Death.with {
            $0.ordinal = 7
            $0.cause = .memory
            $0.detail = "The examiner was stopped when it held more than 1024 MiB of memory"
        }
        let plan = try DeathPlan(after: death, of: contents(7...7))
        #expect(plan.replacements.isEmpty && plan.specification == nil)
        #expect(plan.failure.contents == [Content(ordinal: 7, state: .failed)])
        let detail =
            "The examiner was stopped when it held more than 1024 MiB of memory while it read the content of this item "
            + "from the device. What it read may be damaged or made to harm; the rest of the exhibit was examined "
            + "without it."
        #expect(
            plan.failure.failures == [
                Failure(scope: .item, volume: 0, ordinal: 7, stage: .content, reason: .memoryLimit, detail: detail)
            ])
    }

    @Test("a failure says what was being parsed")
    func parser() throws {
        var work = contents(7...7)
        work.contents.items[0].parser = .with { $0.address = 9 }
        let walk = Caseload_V1_Assignment.with { $0.walk.volume = .init(PlannerTests.volumes[0]) }
        let death = Caseload_V1_Death.with { $0.detail = "The examiner died by signal 11 (Segmentation fault)" }
        let plans = try [work, walk].map { try DeathPlan(after: death, of: $0) }
        for (plan, words) in zip(plans, ["the parser of its ntfs file system", "the files of this ntfs file system"]) {
            let detail = plan.failure.failures.first?.detail
            #expect(detail?.hasPrefix(death.detail + " while it ") == true && detail?.contains(words) == true)
        }
    }

    @Test("a walk goes round the address at fault, once, and the volume fails where there is no way round")
    func detour() throws {
        let death = Caseload_V1_Death.with {
            $0.address = "77"
            $0.cause = .time
        }
        let walk = Caseload_V1_Assignment.with { $0.walk.volume = .init(PlannerTests.volumes[0]) }
        let detour = try #require(try DeathPlan(after: death, of: walk).specification)
        let next = try Caseload_V1_Assignment(serializedBytes: detour)
        #expect(next.walk.skipped == ["77"])
        let again = try DeathPlan(after: death, of: next)
        #expect(again.specification == nil)
        #expect(again.failure.failures.map(\.scope) == [.volume])
        #expect(again.failure.failures.map(\.reason) == [.timeLimit])
        #expect(again.failure.failures.map(\.address) == ["77"])
        #expect(try DeathPlan(after: .init(), of: walk).specification == nil, "nobody knows what to go round")
    }

    @Test("a walk goes round no more than some addresses")
    func skipLimit() throws {
        let death = Caseload_V1_Death.with { $0.address = "77" }
        func specification(skipping count: Int) throws -> [UInt8]? {
            let walk = Caseload_V1_Assignment.with {
                $0.walk.volume = .init(PlannerTests.volumes[0])
                $0.walk.skipped = (0..<count).map { "s\($0)" }
            }
            return try DeathPlan(after: death, of: walk).specification
        }
        #expect(try specification(skipping: DeathPlan.skipLimit - 1) != nil)
        #expect(try specification(skipping: DeathPlan.skipLimit) == nil)
    }

    @Test("what is tried again waits until all that is sound has been examined")
    func retriesWait() throws {
        let parts = try DeathPlan(after: .init(), of: contents(1...4)).replacements
        #expect(parts.count == 2)
        for part in parts { #expect(Likelihood.allCases.allSatisfy { $0.rawValue < part.priority }) }
    }

    @Test("a survey or verification that is given up fails the image by name")
    func image() throws {
        let death = Caseload_V1_Death.with { $0.cause = .signal }
        let survey = Caseload_V1_Assignment.with { $0.survey = .init() }
        #expect(try DeathPlan(after: death, of: survey).failure.failures.map(\.reason) == [.parserCrashed])
        let stored = Caseload_V1_StoredDigest(PlannerTests.image.storedDigests[0])
        let verification = Caseload_V1_Assignment.with { $0.verification.stored = [stored] }
        let plan = try DeathPlan(after: death, of: verification)
        #expect(plan.failure.failures.map(\.stage) == [.verification])
        #expect(plan.failure.verifications.map(\.computed) == [nil])
    }
}
