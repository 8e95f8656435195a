/// Rows in memory, to be sorted by their bytes.
struct Chunk {
    private var bytes: [UInt8] = []
    private var keys: [Key] = []

    /// Where a row lies, and its first bytes, which mostly decide.
    private struct Key {
        let prefix: UInt64
        let start: UInt32
        let count: UInt32
    }

    var count: Int { keys.count }
    var isEmpty: Bool { keys.isEmpty }
    /// Of the rows alone.
    var byteCount: Int { bytes.count }

    /// Takes the row of at least 8 bytes that `write` puts behind the bytes it is given.
    mutating func add(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        keys.append(
            Key(prefix: prefix(at: start), start: UInt32(start), count: UInt32(bytes.count - start)))
    }

    func row(at index: Int) -> ArraySlice<UInt8> {
        let key = keys[index]
        return bytes[Int(key.start)..<(Int(key.start) + Int(key.count))]
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
    }

    mutating func sort() {
        let bytes = bytes
        keys.sort { a, b in
            if a.prefix != b.prefix { return a.prefix < b.prefix }
            return RowOrder.isBefore(
                bytes[Int(a.start)..<(Int(a.start) + Int(a.count))], bytes[Int(b.start)..<(Int(b.start) + Int(b.count))]
            )
        }
    }

    private func prefix(at start: Int) -> UInt64 {
        var prefix: UInt64 = 0
        for index in start..<(start + 8) { prefix = prefix << 8 | UInt64(bytes[index]) }
        return prefix
    }
}

/// The order of rows: as their bytes, a row before those that it begins.
enum RowOrder {
    static func isBefore(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        let (first, second) = (a.span, b.span)
        for index in 0..<min(first.count, second.count) where first[index] != second[index] {
            return first[index] < second[index]
        }
        return first.count < second.count
    }
}
