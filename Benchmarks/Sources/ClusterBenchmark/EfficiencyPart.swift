/// Real workers with one examiner each: one on the core on which PostgreSQL and the coordinator run, then another on a
/// core of its own as well.
struct EfficiencyPart {
    let lab: Lab
    let disk: String

    /// So many that an examination's first and last seconds, when one worker may wait for the other, count for little.
    private static let exhibitCount = 4

    func measure(_ figures: inout Figures) async throws {
        let one = try await seconds(on: [0], as: "one")
        let two = try await seconds(on: [0, 1], as: "two")
        figures.note("one worker on one core", one, "s")
        figures.note("two workers on two", two, "s")
        figures.note("  as fast as one", one / two, "times", asked: ">= 1.8")
    }

    private func seconds(on cores: [Int], as name: String) async throws -> Double {
        let workers = try cores.map { try lab.worker("\(name)-\($0)", on: $0) }
        defer { workers.forEach { $0.end() } }
        for core in cores { try await lab.awaitWorker("\(name)-\(core)") }
        for number in 0..<Self.exhibitCount { try lab.register(disk, in: "\(name)-\(number)") }
        return try await lab.examinationSeconds(of: name)
    }
}
