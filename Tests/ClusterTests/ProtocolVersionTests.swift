import ClusterProtocol
import GRPCCore
import SwiftProtobuf
import Testing

@testable import Cluster

@Suite("The protocol's version", .timeLimit(.minutes(15)), .realStore)
struct ProtocolVersionTests {
    @Test("lets in every worker that can be understood, and names both versions to all others")
    func refusal() {
        for version in ProtocolVersion.oldest...ProtocolVersion.current {
            #expect(ProtocolVersion.refusal(of: "w", speaking: version, program: "1", by: "2") == nil)
        }
        for version in [ProtocolVersion.oldest - 1, ProtocolVersion.current + 1] {
            let words = ProtocolVersion.refusal(of: "w", speaking: version, program: "7.1", by: "7.2") ?? ""
            #expect(words.contains("protocol \(version) (Caseload 7.1)") && words.contains("(Caseload 7.2)"))
        }
    }

    @Test("is said by a worker on its enrolment, and one of another is refused in a line at both ends")
    func enrolment() async throws {
        try await LoneCoordinator.run { coordinator in
            let worker = Worker(
                WorkerOptions(name: "w", host: "h", version: "0", executable: "", coordinators: [coordinator.address]),
                logger: coordinator.words.logger)
            let enrolment = CoordinatorConnection.enrolment(of: worker.options, method: [:])
            let welcome = try await coordinator.client.enrol(enrolment)
            #expect(welcome.protocolVersion == ProtocolVersion.current)
            var foreign = enrolment
            foreign.protocolVersion = 99
            for _ in 0..<2 {
                let refused = await #expect(throws: RPCError.self) { try await coordinator.client.enrol(foreign) }
                #expect(refused?.code == .permissionDenied && refused?.message.contains("protocol 99") == true)
            }
            #expect(coordinator.words.all.count { $0.contains("protocol 99") } == 1)
        }
    }
}
