/// Which metadata addresses were met, and the number of the first item of each: pages of a sparse array, because the
/// addresses of a FAT count every 32 bytes of the disk, and a folder for each cluster touches a page for each.
struct OrdinalTable {
    /// The number of each page that was touched, in the order of `values`.
    private var pages: [UInt64: UInt32] = [:]
    /// Blocks of pages: one array would be copied as a whole when it grows.
    private var blocks: [[Int32]] = []
    private static let pageSize: UInt64 = 16
    private static let pagesPerBlock = 4096
    private static let absent: Int32 = -1
    /// Met, but without an item.
    private static let nameless: Int32 = -2
    /// A page's numbers, and its place in the dictionary, which may be half empty.
    private static let pageByteCount = 16 * 4 + 2 * 12

    /// The memory that it takes, in bytes.
    var byteCount: Int { pages.count * Self.pageByteCount }

    /// Notes an address.
    /// - Parameter ordinal: nil for an address that has no item.
    mutating func insert(_ address: UInt64, ordinal: Int64?) {
        let page = pages[address / Self.pageSize] ?? addPage(address / Self.pageSize)
        let place = place(of: address, in: page)
        blocks[place.block][place.index] = ordinal.flatMap { Int32(exactly: $0) } ?? Self.nameless
    }

    func contains(_ address: UInt64) -> Bool { value(address) != Self.absent }

    /// The number of the address' first item.
    func ordinal(of address: UInt64) -> Int64? {
        let value = value(address)
        return value < 0 ? nil : Int64(value)
    }

    private func value(_ address: UInt64) -> Int32 {
        guard let page = pages[address / Self.pageSize] else { return Self.absent }
        let place = place(of: address, in: page)
        return blocks[place.block][place.index]
    }

    private mutating func addPage(_ number: UInt64) -> UInt32 {
        let page = pages.count
        if page % Self.pagesPerBlock == 0 {
            blocks.append(.init(repeating: Self.absent, count: Self.pagesPerBlock * Int(Self.pageSize)))
        }
        pages[number] = UInt32(page)
        return UInt32(page)
    }

    private func place(of address: UInt64, in page: UInt32) -> (block: Int, index: Int) {
        let (block, page) = Int(page).quotientAndRemainder(dividingBy: Self.pagesPerBlock)
        return (block, page * Int(Self.pageSize) + Int(address % Self.pageSize))
    }
}
