public import Findings

/// How the items of a walk are cut into content shards, batch by batch while the walk goes on: by likelihood, in disk
/// order, of about equal cost. A pure function of the batch, so that a batch that is handed in twice is cut alike.
public struct Cutting: Hashable, Sendable {
    /// A shard is closed once it reads this many bytes: at some 500 MB/s a quarter of a second of work, and an
    /// examiner's death costs no more.
    public var byteLimit: Int64
    /// Or once it has this many items, which bounds a message's length.
    public var itemLimit: Int
    /// What opening and finishing one item costs, in bytes that could have been read meanwhile.
    public var itemCost: Int64

    public init(byteLimit: Int64 = 96 << 20, itemLimit: Int = 1024, itemCost: Int64 = 16 << 10) {
        self.byteLimit = byteLimit
        self.itemLimit = itemLimit
        self.itemCost = itemCost
    }

    public static let standard = Cutting()

    /// Items that one content shard examines.
    public struct Piece: Hashable, Sendable {
        public var likelihood: Likelihood
        /// In disk order.
        public var items: [Item]
        /// The first byte of the device that is read; 0 where only the parser knows.
        public var position: Int64
        public var byteCount: Int64
    }

    /// Cuts what still has to be read of a batch.
    public func pieces(of batch: [Item]) -> [Piece] {
        // Items are large values: their places are sorted and cut, and each is copied once.
        let candidates = batch.indices.compactMap { Candidate(batch[$0], at: $0) }.sorted { $0.order < $1.order }
        var pieces: [Piece] = []
        var start = 0
        while start < candidates.count {
            let (end, byteCount) = end(of: candidates, from: start)
            pieces.append(
                Piece(
                    likelihood: candidates[start].likelihood, items: candidates[start..<end].map { batch[$0.index] },
                    position: candidates[start].position, byteCount: byteCount))
            start = end
        }
        return pieces
    }

    /// Where the piece that begins at `start` ends, and how many bytes it reads.
    private func end(of candidates: [Candidate], from start: Int) -> (Int, byteCount: Int64) {
        var (end, byteCount) = (start + 1, candidates[start].byteCount)
        while end < candidates.count, end - start < itemLimit,
            candidates[end].likelihood == candidates[start].likelihood
        {
            let next = byteCount.addingClamped(candidates[end].byteCount)
            guard next.addingClamped(Int64(end - start) * itemCost) <= byteLimit else { break }
            (end, byteCount) = (end + 1, next)
        }
        return (end, byteCount)
    }

    private struct Candidate {
        /// In the batch.
        let index: Int
        let ordinal: Int64
        let likelihood: Likelihood
        let position: Int64
        let byteCount: Int64
        var order: (Int16, Int64, Int64) { (likelihood.rawValue, position, ordinal) }

        /// Nil for an item of which nothing is left to read.
        init?(_ item: Item, at index: Int) {
            switch item.reading {
            case .nothing, .inline: return nil
            case .runs, .parser: break
            }
            (self.index, ordinal) = (index, item.ordinal)
            likelihood = Likelihood(of: item)
            position = item.runs.lazy.compactMap(\.offset).first ?? 0
            byteCount =
                item.runs.isEmpty
                ? item.byteCount ?? 0 : item.runs.lazy.compactMap(\.range?.byteCount).reduce(0) { $0.addingClamped($1) }
        }
    }
}
