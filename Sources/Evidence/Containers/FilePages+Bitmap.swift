extension FilePages {
    /// Which bit of a byte comes first.
    enum BitOrder { case mostSignificantFirst, leastSignificantFirst }

    /// How many bits from `bit` on are the same.
    /// - Parameter offset: where the bitmap begins in the file.
    /// - Parameter limit: how many are of interest, at least 1.
    /// - Returns: nil when the bitmap does not lie in the file.
    func run(
        from bit: Int64, ofBitmapAt offset: Int64, limit: Int64, order: BitOrder
    ) throws(EvidenceError) -> (isSet: Bool, count: Int64)? {
        var (count, isSet) = (Int64(0), false)
        while count < limit {
            let index = bit + count
            let place = offset.adding(index / 8) ?? -1
            guard let byte = try number(UInt8.self, at: place, order: .littleEndian) else { return nil }
            if count > 0, index % 8 == 0, byte == (isSet ? 0xff : 0) {
                count += 8
                continue
            }
            let shift = UInt8(index % 8)
            let value = byte & (order == .leastSignificantFirst ? 1 << shift : 0x80 >> shift) != 0
            if count == 0 { isSet = value }
            if value != isSet { break }
            count += 1
        }
        return (isSet, min(count, limit))
    }
}
