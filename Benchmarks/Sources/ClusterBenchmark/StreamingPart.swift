internal import Foundation

/// A real worker over mutual TLS, with the evidence and without it.
struct StreamingPart {
    let lab: Lab
    let disk: String

    func measure(_ figures: inout Figures) async throws {
        let mounted = try await seconds(as: "mounted", [])
        let streamed = try await seconds(as: "streamed", ["--evidence-root", lab.folder.path + "/nothing"])
        figures.note("evidence mounted at the worker", mounted, "s")
        figures.note("evidence sent by the coordinator's host", streamed, "s")
        figures.note("  as fast as mounted", mounted / streamed * 100, "%", asked: ">= 70")
    }

    private func seconds(as name: String, _ arguments: [String]) async throws -> Double {
        let worker = try lab.worker("w1", lab.network + arguments)
        defer { worker.end() }
        try await lab.awaitWorker("w1")
        try lab.register(disk, in: name)
        return try await lab.examinationSeconds(of: name)
    }
}
