import Foundation
import Glibc
import Testing

/// Workers that do not have the evidence: their coordinator's host sends it.
@Suite("Evidence over the network", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct EvidenceTravelTests {
    @Test("gives the findings that evidence on the spot gives, damage included")
    func findsTheSame() async throws {
        try await withEvidence(of: Exhibits.various) { network, coordinator, nowhere in
            let worker = try await network.worker("w1", of: [coordinator], options: ["--evidence-root=\(nowhere)"])
            try await awaitEnd(of: network)
            try await expectUndisturbed(Exhibits.various, in: network)
            try await worker.end()
        }
    }

    @Test("gives them too when those who read it there are killed again and again")
    func survivesReaders() async throws {
        let exhibits = [try Exhibits.named("own-laptop.E01")]
        try await withEvidence(of: exhibits) { network, coordinator, nowhere in
            let worker = try await network.worker("w1", of: [coordinator], options: ["--evidence-root=\(nowhere)"])
            var killed: Set<pid_t> = []
            while try await !network.isDone {
                for reader in coordinator.role.children where killed.count < 4 && killed.insert(reader.id).inserted {
                    reader.send(SIGKILL)
                }
                try Task.checkCancellation()
            }
            #expect(!killed.isEmpty)
            try await expectUndisturbed(exhibits, in: network)
            try await worker.end()
        }
    }

    @Test("comes in place of another file of that name and size on the spot, which both ends name")
    func refusesOtherFiles() async throws {
        let exhibit = try Exhibits.named("own-laptop.E01")
        try await withEvidence(of: [exhibit]) { network, coordinator, nowhere in
            let image = try await network.scratch.unpack(exhibit)
            let name = URL(filePath: image).lastPathComponent
            var bytes = try Data(contentsOf: URL(filePath: image))
            bytes[bytes.count - 1] ^= 1
            try bytes.write(to: URL(filePath: "\(nowhere)/\(name)"))
            let worker = try await network.worker("w1", of: [coordinator], options: ["--evidence-root=\(nowhere)"])
            try await awaitEnd(of: network)
            try await expectUndisturbed([exhibit], in: network)
            #expect(worker.words.contains("Refused evidence of this host: \(nowhere)/\(name)"))
            #expect(coordinator.role.words.contains("\(nowhere)/\(name)"))
            try await worker.end()
        }
    }

    @Test("waits, and says for what, while nobody has it")
    func waits() async throws {
        let exhibit = try Exhibits.named("own-laptop.E01")
        try await withEvidence(of: [exhibit]) { network, coordinator, nowhere in
            let image = try await network.scratch.unpack(exhibit)
            try FileManager.default.moveItem(atPath: image, toPath: image + ".away")
            let worker = try await network.worker("w1", of: [coordinator], options: ["--evidence-root=\(nowhere)"])
            var status = ""
            while !status.contains("w1: The evidence cannot be read") {
                status = try await network.caseload("exhibit", "status", "C", "--format=jsonl")
                try Task.checkCancellation()
            }
            #expect(status.contains("No such file or directory") && status.contains(#""shards_ready":1"#))
            try FileManager.default.moveItem(atPath: image + ".away", toPath: image)
            try await awaitEnd(of: network)
            try await expectUndisturbed([exhibit], in: network)
            try await worker.end()
        }
    }

    /// A coordinator with registered exhibits, and a folder where none of them is.
    private func withEvidence(
        of exhibits: [Exhibit], _ body: (Network, Network.Coordinator, String) async throws -> Void
    ) async throws {
        try await Network.with { network in
            try await network.addExhibits(exhibits)
            let coordinator = try await network.coordinator("c1")
            try await body(network, coordinator, try network.emptyFolder())
            try await coordinator.role.end()
        }
    }

    private func awaitEnd(of network: Network) async throws {
        while try await !network.isDone { try Task.checkCancellation() }
    }

    private func expectUndisturbed(_ exhibits: [Exhibit], in network: Network) async throws {
        try await network.expectFindings(of: exhibits, like: try #require(Undisturbed.current))
    }
}
