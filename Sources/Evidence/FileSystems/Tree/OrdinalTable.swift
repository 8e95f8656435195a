/// Which metadata addresses were met, and the number of the first item of each: pages of a sparse array, because the
/// addresses of a FAT count every 32 bytes of the disk.
struct OrdinalTable {
    private var pages: [UInt64: [Int32]] = [:]
    private static let pageSize: UInt64 = 256
    private static let absent: Int32 = -1
    /// Met, but without an item.
    private static let nameless: Int32 = -2

    /// Notes an address.
    /// - Parameter ordinal: nil for an address that has no item.
    mutating func insert(_ address: UInt64, ordinal: Int64?) {
        let index = Int(address % Self.pageSize)
        let value = ordinal.flatMap { Int32(exactly: $0) } ?? Self.nameless
        pages[address / Self.pageSize, default: .init(repeating: Self.absent, count: Int(Self.pageSize))][index] = value
    }

    func contains(_ address: UInt64) -> Bool { value(address) != Self.absent }

    /// The number of the address' first item.
    func ordinal(of address: UInt64) -> Int64? {
        let value = value(address)
        return value < 0 ? nil : Int64(value)
    }

    private func value(_ address: UInt64) -> Int32 {
        pages[address / Self.pageSize]?[Int(address % Self.pageSize)] ?? Self.absent
    }
}
