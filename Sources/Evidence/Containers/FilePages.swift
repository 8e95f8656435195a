/// Numbers out of the large tables of containers, read page by page as they are asked for: a table is never held as a
/// whole, however large its header says it is.
final class FilePages {
    private let files: [any ByteSource]
    private var pages = BlockCache(byteLimit: 1 << 20)
    private var last: (key: Int64, bytes: [UInt8]) = (-1, [])

    private static let pageShift = Int64(14)  // 16 KiB
    private static let pageByteCount = 1 << pageShift

    init(_ files: [any ByteSource]) { self.files = files }

    /// The number at byte `offset` of a file.
    /// - Returns: nil when it does not lie in the file.
    func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self, at offset: Int64, file: Int = 0, order: Record.Order
    ) throws(EvidenceError) -> Number? {
        let width = Number.bitWidth / 8
        guard offset >= 0, offset <= files[file].byteCount - Int64(width) else { return nil }
        let within = Int(offset & Int64(Self.pageByteCount - 1))
        if within + width <= Self.pageByteCount {
            let page = try page(offset >> Self.pageShift, of: file)
            guard within + width <= page.count else { return nil }
            return page.span.number(at: within, order)
        }
        let bytes = try files[file].bytes(at: offset, byteCount: width)
        return bytes.map { $0.span.number(at: 0, order) }
    }

    private func page(_ number: Int64, of file: Int) throws(EvidenceError) -> [UInt8] {
        let key = Int64(file) << 44 | number
        if key == last.key { return last.bytes }
        if let bytes = pages.bytes(for: key) {
            last = (key, bytes)
            return bytes
        }
        let start = number << Self.pageShift
        let count = Int(min(Int64(Self.pageByteCount), files[file].byteCount - start))
        let bytes = try files[file].bytes(at: start, byteCount: count) ?? []
        pages.insert(bytes, for: key)
        last = (key, bytes)
        return bytes
    }
}
