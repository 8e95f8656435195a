import CaseStore
import ClusterProtocol
import Foundation
import GRPCCore
import Shards
import SwiftProtobuf
import Testing

@testable import Cluster

/// A worker that somebody has taken over says what it likes to a real coordinator.
@Suite("A worker that lies", .timeLimit(.minutes(15)), .realStore)
struct LyingWorkerTests {
    struct Lie: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sequence: Int32
        let findings: Caseload_V1_Findings

        init(_ words: String, sequence: Int32 = 0, _ lie: (inout Caseload_V1_Findings) -> Void = { _ in }) {
            (testDescription, self.sequence) = (words, sequence)
            var findings = LyingWorkerTests.survey
            lie(&findings)
            self.findings = findings
        }
    }

    fileprivate static let survey = Caseload_V1_Findings.with {
        $0.image.format = "raw"
        $0.image.byteCount = 1 << 20
        $0.image.sectorSize = 512
        $0.volumes = [
            .with {
                $0.range.byteCount = 1 << 20
                $0.scheme = "none"
                $0.state = "readable"
            }
        ]
    }

    static let lies = [
        Lie("findings outside of the shard") { findings in findings.items = [.with { $0.kind = "file" }] },
        Lie("a volume before the device") { $0.volumes[0].range.offset = -512 },
        Lie("a digest of 17 bytes") { findings in
            findings.contents = [
                .with {
                    $0.state = "examined"
                    $0.md5 = Data(repeating: 1, count: 17)
                    $0.sha1 = Data(repeating: 1, count: 20)
                    $0.sha256 = Data(repeating: 1, count: 32)
                }
            ]
        },
        Lie("a word that nobody knows") { $0.volumes[0].state = "perfect" },
        Lie("a batch out of turn", sequence: 1),
    ]

    @Test("about what it has found lands nothing, and is quarantined at once", arguments: lies)
    func findings(lie: Lie) async throws {
        try await LoneCoordinator.run { coordinator in
            let grant = try #require(try await coordinator.lease(as: "liar").first)
            let refusal = await #expect(throws: RPCError.self) {
                try await coordinator.land(lie.findings, under: grant.held, as: "liar", sequence: lie.sequence)
            }
            #expect(refusal?.code == .invalidArgument)
            #expect(try await coordinator.isQuarantined("liar"))
            #expect(try await coordinator.store.volumes(of: coordinator.exhibit).isEmpty)

            let told = await #expect(throws: RPCError.self) { try await coordinator.lease(as: "liar") }
            #expect(told?.code == .failedPrecondition && told?.message.contains("worker release liar") == true)
            await #expect(throws: RPCError.self) {
                try await coordinator.land(Self.survey, under: grant.held, as: "liar")
            }
            #expect(coordinator.words.all.count { $0.contains("Quarantined the worker liar") } == 1)
            // Its lease has ended: another one goes on at once.
            let next = try #require(try await coordinator.lease(as: "honest").first)
            #expect(next.shard == grant.shard)
            #expect(try await coordinator.land(Self.survey, under: next.held, as: "honest").accepted)
        }
    }

    @Test("in what is no message lands nothing, and is quarantined at once")
    func noMessage() async throws {
        try await LoneCoordinator.run { coordinator in
            let grant = try #require(try await coordinator.lease(as: "liar").first)
            let refusal = await #expect(throws: RPCError.self) {
                try await coordinator.land(Data([0x22, 0x05]), under: grant.held, as: "liar")
            }
            #expect(refusal?.code == .invalidArgument)
            #expect(try await coordinator.isQuarantined("liar"))
        }
    }

    @Test("about its leases changes nothing, and is quarantined the third time")
    func leases() async throws {
        try await LoneCoordinator.run { coordinator in
            let grant = try #require(try await coordinator.lease(as: "honest").first)
            #expect(try await !coordinator.land(Self.survey, under: grant.held, as: "liar").accepted)
            _ = try await coordinator.client.handBack(
                .with {
                    $0.worker = "liar"
                    $0.leases = [grant.held]
                })
            #expect(try await !coordinator.isQuarantined("liar"))
            _ = try await coordinator.client.reportDeath(
                .with {
                    $0.worker = "liar"
                    $0.lease = grant.held
                    $0.cause = .signal
                })
            #expect(try await coordinator.isQuarantined("liar"))
            let standing = try await coordinator.store.standing(of: ShardID(grant.shard))
            #expect(standing.shard.deaths == 0)
            #expect(try await coordinator.land(Self.survey, under: grant.held, as: "honest").accepted)
        }
    }

    @Test("is not one that is merely late, however often")
    func late() async throws {
        try await LoneCoordinator.run { coordinator in
            let grant = try #require(try await coordinator.lease(as: "late").first)
            try await coordinator.store.handBack(
                ShardID(grant.shard), under: Claim("late", Fence(grant.fence)))
            let next = try #require(try await coordinator.lease(as: "prompt").first)
            for _ in 0..<5 {
                #expect(try await !coordinator.land(Self.survey, under: grant.held, as: "late").accepted)
            }
            #expect(try await !coordinator.isQuarantined("late"))
            #expect(try await coordinator.land(Self.survey, under: next.held, as: "prompt").accepted)
            for _ in 0..<5 { _ = try await coordinator.land(Self.survey, under: next.held, as: "prompt") }
            #expect(try await coordinator.store.volumes(of: coordinator.exhibit).count == 1)
            #expect(try await !coordinator.isQuarantined("prompt"))
        }
    }

    @Test("works again once an operator has let it in, and what it did before is forgiven")
    func released() async throws {
        try await LoneCoordinator.run { coordinator in
            for number in Int64(1)...3 {
                _ = try await coordinator.client.handBack(
                    .with {
                        $0.worker = "w"
                        $0.leases = [
                            .with {
                                $0.shard = 1
                                $0.fence = number
                            }
                        ]
                    })
            }
            #expect(try await coordinator.isQuarantined("w"))
            try await coordinator.store.release(worker: "w")
            var grant: Caseload_V1_Grant?
            while grant == nil { grant = try? await coordinator.lease(as: "w").first }
            let held = try #require(grant).held
            _ = try await coordinator.land(Self.survey, under: .with { $0.shard = held.shard }, as: "w")
            #expect(try await !coordinator.isQuarantined("w"))
            #expect(try await coordinator.land(Self.survey, under: held, as: "w").accepted)
        }
    }
}
