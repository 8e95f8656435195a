/// Joins the bits of a bitmap into runs of equal ones. Bits count from the lowest of the first byte.
struct BitRuns {
    private var position: UInt64 = 0
    private var open: (first: UInt64, isSet: Bool)?

    /// Goes on with the next bytes of the bitmap.
    /// - Parameter limit: how many bits the bitmap has; what is behind is padding.
    mutating func add(_ bytes: [UInt8], limit: UInt64, _ body: (Range<UInt64>, Bool) throws -> Void) throws {
        for byte in bytes where position < limit {
            if let open, byte == (open.isSet ? 0xFF : 0), limit - position >= 8 {
                position += 8
                continue
            }
            for bit in 0..<8 where position < limit {
                let isSet = byte & 1 << bit != 0
                if open?.isSet != isSet {
                    try finish(body)
                    open = (position, isSet)
                }
                position += 1
            }
        }
    }

    /// How many bits were added.
    var count: UInt64 { position }

    /// Tells the last run.
    mutating func finish(_ body: (Range<UInt64>, Bool) throws -> Void) throws {
        if let open { try body(open.first..<position, open.isSet) }
        open = nil
    }
}
