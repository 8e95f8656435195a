internal import Findings

/// What the items of a volume claim of the device together, and how much more they may.
struct DeviceClaims {
    private let limit: Int64
    private let deletedLimit: Int64
    private let volumeByteCount: Int64
    private var allocated: Int64 = 0
    private var deleted: Int64 = 0
    /// What was refused to deleted items, of each no more than the volume.
    private var refused: Int64 = 0

    init(_ ceilings: WalkCeilings, volumeByteCount: Int64) {
        self.volumeByteCount = volumeByteCount
        limit = WalkCeilings.product(ceilings.claims, volumeByteCount)
        deletedLimit = WalkCeilings.product(ceilings.deletedClaims, volumeByteCount)
    }

    /// Whether contents of deleted items are looked for. What is refused was work all the same: after sixteen times as
    /// much as could have been granted, no more is done.
    var hasRoomForDeleted: Bool { refused <= WalkCeilings.product(16, deletedLimit) }

    /// Whether a deleted item that claims so much could be granted it, if it were the first.
    func couldGrantDeleted(_ runs: [Run]) -> Bool { hasRoomForDeleted && runs.claimedByteCount <= deletedLimit }

    func limit(isAllocated: Bool) -> Int64 { isAllocated ? limit : deletedLimit }

    /// Counts what an item claims, if there is room for it. One that claims too much costs no other its content.
    mutating func grant(_ runs: [Run], isAllocated: Bool) -> Bool {
        let byteCount = runs.claimedByteCount
        let total = (isAllocated ? allocated : deleted).addingClamped(byteCount)
        if isAllocated {
            guard total <= limit || byteCount == 0 else { return false }
            allocated = total
            return true
        }
        guard hasRoomForDeleted else { return false }
        guard total <= deletedLimit else {
            refused = refused.addingClamped(min(byteCount, max(1, volumeByteCount)))
            return false
        }
        deleted = total
        return true
    }
}

extension [Run] {
    /// How many bytes of the device they name.
    fileprivate var claimedByteCount: Int64 {
        reduce(0 as Int64) { $1.offset == nil ? $0 : $0.addingClamped($1.byteCount) }
    }
}
