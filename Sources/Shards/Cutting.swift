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
        let sorted = batch.compactMap(Candidate.init).sorted { $0.order < $1.order }
        var pieces: [Piece] = []
        for candidate in sorted {
            if let last = pieces.last, last.likelihood == candidate.likelihood, hasRoom(last, for: candidate) {
                pieces[pieces.count - 1].items.append(candidate.item)
                pieces[pieces.count - 1].byteCount = last.byteCount.addingClamped(candidate.byteCount)
            } else {
                pieces.append(
                    Piece(
                        likelihood: candidate.likelihood, items: [candidate.item], position: candidate.position,
                        byteCount: candidate.byteCount))
            }
        }
        return pieces
    }

    private func hasRoom(_ piece: Piece, for candidate: Candidate) -> Bool {
        let cost = piece.byteCount.addingClamped(candidate.byteCount).addingClamped(Int64(piece.items.count) * itemCost)
        return piece.items.count < itemLimit && cost <= byteLimit
    }

    private struct Candidate {
        let item: Item
        let likelihood: Likelihood
        let position: Int64
        let byteCount: Int64
        var order: (Int16, Int64, Int64) { (likelihood.rawValue, position, item.ordinal) }

        /// Nil for an item of which nothing is left to read.
        init?(_ item: Item) {
            switch item.reading {
            case .nothing, .inline: return nil
            case .runs, .parser: break
            }
            self.item = item
            likelihood = Likelihood(of: item)
            position = item.runs.lazy.compactMap(\.offset).first ?? 0
            byteCount =
                item.runs.isEmpty
                ? item.byteCount ?? 0 : item.runs.lazy.compactMap(\.range?.byteCount).reduce(0) { $0.addingClamped($1) }
        }
    }
}
