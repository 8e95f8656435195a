import CaseStore
import ClusterProtocol
import GRPCCore
import Shards
import SwiftProtobuf
import Testing

@testable import Cluster

@Suite("Who gets evidence from a coordinator", .timeLimit(.minutes(15)), .realStore)
struct EvidenceAccessTests {
    @Test("is whoever holds a lease on it, and nobody else")
    func isTheHolder() async throws {
        try await LoneCoordinator.run { coordinator in
            let exhibit = Int64(coordinator.exhibit.number)
            #expect(await coordinator.refusal(of: exhibit, as: "w1") == .permissionDenied)
            _ = try #require(try await coordinator.lease(as: "w1").first)
            // It is let in, and told that there is no reader here.
            #expect(await coordinator.refusal(of: exhibit, as: "w1") == .notFound)
            #expect(await coordinator.refusal(of: exhibit, as: "w2") == .permissionDenied)
            #expect(await coordinator.refusal(of: exhibit + 1, as: "w1") == .permissionDenied)
            #expect(coordinator.words.all.count { $0.contains("The worker w2 holds no lease on exhibit") } == 1)
        }
    }

    @Test("is quarantined when it asks for what it was never granted, three times, and not when it is merely late")
    func isHonest() async throws {
        try await LoneCoordinator.run { coordinator in
            let exhibit = Int64(coordinator.exhibit.number)
            let grant = try #require(try await coordinator.lease(as: "late").first)
            try await coordinator.store.handBack(ShardID(grant.shard), under: Claim("late", Fence(grant.fence)))
            _ = try #require(try await coordinator.lease(as: "prompt").first)
            for worker in ["late", "liar"] {
                for number in [exhibit, exhibit, exhibit + 1, .max] {
                    #expect(try await !coordinator.isQuarantined(worker))
                    #expect(await coordinator.refusal(of: number, as: worker) == .permissionDenied)
                }
            }
            #expect(try await coordinator.isQuarantined("liar"))
            #expect(await coordinator.refusal(of: exhibit, as: "liar") == .failedPrecondition)
        }
    }

    @Test(
        "gets ranges of a mebibyte at most",
        arguments: [(0, 0), (0, (1 << 20) + 1), (-1, 512), (0, -1), (Int64.max, 1 << 20)] as [(Int64, Int64)])
    func isLimited(offset: Int64, byteCount: Int64) async throws {
        try await LoneCoordinator.run { coordinator in
            _ = try #require(try await coordinator.lease(as: "w1").first)
            let exhibit = Int64(coordinator.exhibit.number)
            #expect(
                await coordinator.refusal(of: exhibit, from: offset, byteCount, as: "w1") == .invalidArgument)
        }
    }

    @Test("is remembered for two seconds, each worker and exhibit by itself")
    func isRemembered() async throws {
        try await LoneCoordinator.run { coordinator in
            let exhibit = Int64(coordinator.exhibit.number)
            let record = try await coordinator.store.exhibit(coordinator.exhibit)
            let start = ContinuousClock.now
            var access = EvidenceAccess()
            access.admit("w1", to: record, at: start)
            #expect(access.evidence(exhibit, for: "w1", at: start + .milliseconds(1999)) == record)
            #expect(access.evidence(exhibit, for: "w1", at: start + .seconds(2)) == nil)
            #expect(access.evidence(exhibit, for: "w2", at: start) == nil)
            #expect(access.evidence(exhibit + 1, for: "w1", at: start) == nil)
        }
    }
}

extension LoneCoordinator {
    /// How a request for a range is refused; nil when it is answered.
    fileprivate func refusal(
        of exhibit: Int64, from offset: Int64 = 0, _ byteCount: Int64 = 512, as worker: String
    ) async -> RPCError.Code? {
        let request = Caseload_V1_RangeRequest.with {
            $0.worker = worker
            $0.exhibit = exhibit
            $0.range.offset = offset
            $0.range.byteCount = byteCount
        }
        do { _ = try await client.readEvidence(request) } catch let error as RPCError { return error.code } catch {}
        return nil
    }
}
