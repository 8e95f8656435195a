import CaseStore

/// Hits as they are found: those that are there, then each that lands, until the examination ends.
struct FollowedHits {
    let store: CaseStore
    let filter: HitFilter

    /// How often the store is asked for more.
    private static let interval: Duration = .seconds(1)

    func forEachBatch(following: Bool, _ body: ([HitRecord]) async throws -> Void) async throws {
        var filter = filter
        var left = filter.items.limit
        while left != 0 {
            filter.items.limit = left
            // Asked before the hits are: what lands between the two is in the hits.
            let isLast = following ? try await hasEnded() : true
            filter.after = try await store.hits(filter) { batch in
                left = left.map { $0 - Int64(batch.count) }
                try await body(batch)
            }
            if isLast { return }
            try await Task.sleep(for: Self.interval)
        }
    }

    private func hasEnded() async throws -> Bool {
        try await store.exhibits(of: filter.items.caseReference)
            .filter { filter.items.exhibit == nil || $0.reference == filter.items.exhibit }.allSatisfy {
                $0.state == .done
            }
    }
}
