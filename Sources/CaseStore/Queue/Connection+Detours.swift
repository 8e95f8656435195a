internal import Findings
internal import Shards

extension Connection {
    /// Forgets what has landed of a locked shard, and all that followed from it, because it is about to be examined in
    /// another way: a walk that leaves something out lists other items under the same ordinals, and its batches are no
    /// longer those that have landed. Shards that followed from it are replaced: what is still handed in is refused.
    borrowing func forgetLandings(of shard: ShardID, _ standing: inout Standing) throws(StoreError) {
        guard standing.landedBatches > 0 else { return }
        (standing.landedBatches, standing.landedItems, standing.landedFailures) = (0, 0, 0)
        try execute("UPDATE shards SET \(Self.nothingLanded) WHERE shard_id = $1", [.int64(shard.number)])
        guard let volume = standing.volume else { return }
        let parameters: [Parameter] = [.int32(standing.exhibit.number), .int32(volume)]
        // What is just being landed or split is waited for; then nobody may add shards, and what the splits have added
        // goes too. Locked in the other order, a split and this would wait for each other.
        try execute("\(Self.followers) ORDER BY shard_id FOR UPDATE", parameters)
        try lockShards(of: standing.exhibit)
        try execute(
            """
            WITH followers AS MATERIALIZED (\(Self.followers) ORDER BY shard_id FOR UPDATE)
            UPDATE shards SET state = 'replaced', leased_until = NULL, \(Self.nothingLanded)
            FROM followers WHERE shards.shard_id = followers.shard_id
            """, parameters)
        for table in ["items", "further_paths", "contents", "hits", "extents"] {
            try execute("DELETE FROM \(table) WHERE exhibit_id = $1 AND volume = $2", parameters)
        }
        try execute(
            "DELETE FROM failures WHERE exhibit_id = $1 AND volume = $2 AND stage <> '\(Failure.Stage.survey)'",
            parameters)
    }

    /// Lets nobody add shards to an exhibit until the transaction ends: whoever does refers to its row.
    borrowing func lockShards(of exhibit: ExhibitID) throws(StoreError) {
        try execute("SELECT FROM exhibits WHERE exhibit_id = $1 FOR UPDATE", [.int32(exhibit.number)])
    }

    /// Content shards of a volume, in the order of their numbers, as `renew` locks.
    private static var followers: String {
        "SELECT shard_id FROM shards WHERE exhibit_id = $1 AND volume = $2 AND kind = '\(ShardKind.contents)'"
    }

    private static var nothingLanded: String {
        "landed_batches = 0, landed_items = 0, landed_contents = 0, landed_hits = 0, landed_failures = 0"
    }
}
