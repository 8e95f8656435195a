public import Findings
public import Shards

extension CaseStore {
    /// COPYs a batch of a shard's findings, adds the shards that follow from it and, with the last batch, ends the
    /// shard: in one transaction under the lease, or changes nothing.
    ///
    /// Batches are numbered from 0. One that has landed already, under this lease or an earlier one, is accepted and
    /// changes nothing: a walk that starts again hands in the same batches.
    /// - Parameter plan: looks at what is new before it lands, and says which shards follow from it. It is told where the
    ///   locked shard stands; what it throws keeps the findings from landing.
    /// - Throws: `inadmissible` for a batch that comes too early; `conflict` for one that would end the shard before what
    ///   has landed already; `commitUnknown` when only `standing(of:)` can tell, or
    ///   the same call again; what `plan` throws.
    public func land(
        _ findings: ShardFindings, of shard: ShardID, under claim: Claim, batch: Int32 = 0, completes: Bool,
        planning plan: @Sendable (Standing) throws(StoreError) -> [PlannedShard] = { _ in [] }
    ) async throws(StoreError) -> Landing {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                var standing = try connection.lock(shard)
                if standing.shard.hasEnded, standing.hasLanded(batch: batch, under: claim) { return .accepted }
                let landing = standing.shard.land(
                    under: claim, isNew: batch == standing.landedBatches, completes: completes)
                guard landing == .accepted else { return landing }
                guard 0...standing.landedBatches ~= batch else {
                    throw StoreError(
                        .inadmissible,
                        cause: "batch \(batch) of shard \(shard.number) came instead of \(standing.landedBatches)")
                }
                // A walk that found more the last time must not end where it finds less: the rest would be lost in silence.
                guard !completes || batch == standing.landedBatches else {
                    throw StoreError(
                        .conflict,
                        cause: "batch \(batch) would end shard \(shard.number), of which more has landed before")
                }
                var landed = LandedCounts()
                if batch == standing.landedBatches {
                    let planned = try plan(standing)
                    landed = try connection.write(findings, of: standing.exhibit)
                    try connection.plan(planned, of: standing.exhibit)
                    standing.landedBatches += 1
                }
                try connection.save(standing, of: shard, adding: landed)
                if standing.shard.hasEnded { try connection.markProgress(of: standing.exhibit) }
                return landing
            }
        }
    }

    /// What becomes of a shard after an examiner died of it: smaller shards take its place, it is granted again, or it
    /// is given up and `failure` lands in its place; all in one transaction under the lease.
    /// - Parameters:
    ///   - replacements: the smaller shards; none when it cannot be split.
    ///   - detour: the specification that leaves out what killed the examiner; nil when there is none.
    ///   - failure: what lands if the shard is given up.
    ///   - isBlamed: false when somebody else killed the examiner.
    public func die(
        _ shard: ShardID, under claim: Claim, replacements: [PlannedShard] = [], detour: [UInt8]? = nil,
        failure: ShardFindings, isBlamed: Bool
    ) async throws(StoreError) -> Aftermath {
        let way: WayOut = replacements.isEmpty ? (detour == nil ? .none : .detour) : .split
        return try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                var standing = try connection.lock(shard)
                let aftermath = standing.shard.die(under: claim, way: way, isBlamed: isBlamed)
                var landed = LandedCounts()
                switch aftermath {
                case .refused: return aftermath
                case .split: try connection.plan(replacements, of: standing.exhibit)
                case .retry: break
                case .detour: try connection.forgetLandings(of: shard, &standing)
                case .giveUp: landed = try connection.write(failure, of: standing.exhibit)
                }
                try connection.save(
                    standing, of: shard, adding: landed, specification: aftermath == .detour ? detour : nil)
                if standing.shard.hasEnded { try connection.markProgress(of: standing.exhibit) }
                return aftermath
            }
        }
    }
}
