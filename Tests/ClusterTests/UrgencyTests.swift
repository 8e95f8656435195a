import CaseStore
import ClusterProtocol
import Findings
import Shards
import TestSupport
import Testing

@testable import Cluster

/// What a real coordinator grants when what is urgent changes under its hands.
@Suite("A coordinator with a long queue", .timeLimit(.minutes(15)), .realStore)
struct UrgencyTests {
    @Test("grants of an exhibit that comes late with a high risk, and of nothing else until it is through")
    func late() async throws {
        try await LoneCoordinator.run { coordinator in
            try await coordinator.plan(1000, of: coordinator.exhibit)
            #expect(try await coordinator.next(4) == Array(repeating: coordinator.exhibit, count: 4))
            var high = CaseChange()
            (high.risk, high.reason) = (.high, "a child")
            let urgent = try await coordinator.add("2", to: "B", high)
            try await coordinator.plan(100, of: urgent)
            try await coordinator.expectTurn(of: urgent)
        }
    }

    @Test("grants of an exhibit as soon as its case's risk is raised, and no longer once it is lowered again")
    func raised() async throws {
        try await LoneCoordinator.run { coordinator in
            var change = CaseChange()
            change.risk = .low
            let other = try await coordinator.add("2", to: "B", change)
            for exhibit in [coordinator.exhibit, other] { try await coordinator.plan(1000, of: exhibit) }
            try await coordinator.expectTurn(of: coordinator.exhibit)
            (change.risk, change.reason) = (.veryHigh, "a child")
            _ = try await coordinator.store.update("B", change)
            try await coordinator.expectTurn(of: other)
            (change.risk, change.reason) = (.low, nil)
            _ = try await coordinator.store.update("B", change)
            try await coordinator.expectTurn(of: coordinator.exhibit)
        }
    }
}

extension LoneCoordinator {
    /// Registers another exhibit, of a case of its own.
    fileprivate func add(_ reference: String, to caseReference: String, _ terms: CaseChange) async throws -> ExhibitID {
        let folder = try ScratchFolder()
        let image = try folder.write([UInt8](repeating: 1, count: 512), to: "image.raw")
        let registration = try Registration(
            path: image, reference: reference, policy: .none, acquisition: [], hashSets: [])
        _ = try await store.createCase(caseReference, terms)
        return try await store.addExhibit(registration.exhibit, to: caseReference, survey: registration.survey).id
    }

    /// Ends an exhibit's survey, from which so many shards follow.
    fileprivate func plan(_ count: Int, of exhibit: ExhibitID) async throws {
        let survey = try #require(
            try await store.grant(
                Portion(costPerSecond: 0, readyCount: nil, examinerCount: 1), of: exhibit, to: "surveyor",
                term: .seconds(60)
            ).first)
        let shard = PlannedShard(
            kind: .contents, volume: 0, priority: 0, position: 0, byteCount: 0, specification: [])
        let landing = try await store.land(
            ShardFindings(), of: survey.shard, under: survey.claim, completes: true,
            planning: { _ in Array(repeating: shard, count: count) })
        #expect(landing == .accepted)
    }

    /// Of which exhibits the next shards are that a worker asks for, one after another.
    fileprivate func next(_ count: Int) async throws -> [ExhibitID] {
        var exhibits: [ExhibitID] = []
        while exhibits.count < count {
            for grant in try await lease(as: "w") {
                exhibits.append(ExhibitID(try #require(Int32(exactly: grant.assignment.exhibit))))
            }
        }
        return exhibits
    }

    /// Takes shards until all are of one exhibit, which is while others wait. What a coordinator knows of the queue is a
    /// moment old.
    fileprivate func expectTurn(of exhibit: ExhibitID) async throws {
        var taken = 0
        while taken < 300 {
            if try await next(Self.run) == Array(repeating: exhibit, count: Self.run) { break }
            taken += Self.run
        }
        print("It was an exhibit's turn alone after \(taken) shards.")
        #expect(taken < 300, "it was never the exhibit's turn")
    }

    /// Among equals none would have so many in a row.
    private static let run = 8
}
