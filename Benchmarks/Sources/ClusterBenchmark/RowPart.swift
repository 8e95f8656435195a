/// Landing: few workers that do not examine, and small files of which a thousand make a shard.
struct RowPart {
    let lab: Lab
    let load: Load

    private static let workerCount = 16

    func measure(_ figures: inout Figures) async throws {
        try lab.register(8, in: "rows")
        let outcome = try await Crowd(lab: lab, load: load).work(
            by: Self.workerCount, examining: .zero, replaying: .small)
        figures.note("findings landed", Double(outcome.tally.rows) / outcome.seconds, "rows/s")
        figures.note("  coordinator and PostgreSQL (landing)", outcome.processorSeconds / outcome.seconds, "cores")
    }
}

extension Recording {
    /// Items of which a thousand make a shard.
    static let small = Recording(itemCount: 200_000, itemByteCount: 4096)
}
