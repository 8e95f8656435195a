/// The blocks that were used last, up to a fixed amount of memory.
struct BlockCache {
    private var slots: [Int64: Slot] = [:]
    private var clock = 0
    private var byteCount = 0
    private let byteLimit: Int

    private struct Slot {
        let bytes: [UInt8]
        var lastUse: Int
    }

    /// - Parameter byteLimit: the memory for blocks in bytes; one block is always kept, however large it is.
    init(byteLimit: Int) { self.byteLimit = byteLimit }

    func contains(_ key: Int64) -> Bool { slots[key] != nil }

    /// Keeps a block, and lets go of those whose last use is the longest ago.
    mutating func insert(_ bytes: [UInt8], for key: Int64) {
        if byteCount + bytes.count > byteLimit { evict(toFit: bytes.count) }
        clock += 1
        if let old = slots.updateValue(Slot(bytes: bytes, lastUse: clock), forKey: key) {
            byteCount -= old.bytes.count
        }
        byteCount += bytes.count
    }

    /// The bytes under a key.
    mutating func bytes(for key: Int64) -> [UInt8]? {
        clock += 1
        slots[key]?.lastUse = clock
        return slots[key]?.bytes
    }

    /// Fills `buffer` from the block's byte `skip` on.
    /// - Precondition: the block is in the cache and long enough.
    mutating func copy(_ key: Int64, from skip: Int, into buffer: inout MutableSpan<UInt8>) {
        guard let bytes = bytes(for: key) else { preconditionFailure("block \(key) is not in the cache") }
        buffer.copy(bytes.span.extracting(skip..<skip + buffer.count))
    }

    /// Lets a quarter go at once, so that finding the oldest is not paid for with each block.
    private mutating func evict(toFit incoming: Int) {
        let target = max(0, byteLimit / 4 * 3 - incoming)
        for (key, slot) in slots.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where byteCount > target {
            slots[key] = nil
            byteCount -= slot.bytes.count
        }
    }
}
