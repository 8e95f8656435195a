/// The bytes of one on-disk structure (a boot sector, a table, a superblock), and its fields by their offset.
///
/// Nothing here can trap, whatever number an offset was made of: a field that the bytes do not hold reads as zero. That
/// is never mistaken for content, because `Window` hands out whole structures only and signatures are not zeros.
struct Structure {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var byteCount: Int { bytes.count }

    func u8(_ offset: Int) -> UInt8 { bytes.indices.contains(offset) ? bytes[offset] : 0 }
    func le16(_ offset: Int) -> UInt16 { UInt16(truncatingIfNeeded: littleEndian(offset, 2)) }
    func le32(_ offset: Int) -> UInt32 { UInt32(truncatingIfNeeded: littleEndian(offset, 4)) }
    func le64(_ offset: Int) -> UInt64 { littleEndian(offset, 8) }
    func be16(_ offset: Int) -> UInt16 { le16(offset).byteSwapped }
    func be32(_ offset: Int) -> UInt32 { le32(offset).byteSwapped }
    func be64(_ offset: Int) -> UInt64 { le64(offset).byteSwapped }

    /// The bytes of a field; fewer where the structure ends.
    func field(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> {
        guard bytes.indices.contains(offset), count > 0 else { return [] }
        return bytes[offset...].prefix(count)
    }

    func holds(_ signature: [UInt8], at offset: Int) -> Bool {
        !signature.isEmpty && field(offset, signature.count).elementsEqual(signature)
    }

    func holds(_ signature: String, at offset: Int) -> Bool { holds(Array(signature.utf8), at: offset) }

    /// Whether the field has no byte but zeros.
    func isZero(_ offset: Int, _ count: Int) -> Bool { field(offset, count).allSatisfy { $0 == 0 } }

    /// A copy whose field reads as zeros: how a checksum that covers its own field is computed.
    func clearing(_ offset: Int, _ count: Int) -> Structure {
        var copy = bytes
        for index in bytes.indices where index >= offset && index - offset < count { copy[index] = 0 }
        return Structure(copy)
    }

    private func littleEndian(_ offset: Int, _ count: Int) -> UInt64 {
        field(offset, count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

// MARK: Names

extension Structure {
    /// A name of one byte a character: up to the first NUL, without the blanks it is padded with.
    func text(_ offset: Int, _ count: Int) -> String? {
        Self.name(String(decoding: field(offset, count).prefix { $0 != 0 }, as: UTF8.self))
    }

    /// A name in UTF-16, little-endian: up to the first NUL.
    /// - Parameter count: in bytes.
    func utf16LE(_ offset: Int, _ count: Int) -> String? { utf16(offset, count) { le16($0) } }

    /// A name in UTF-16, big-endian: up to the first NUL.
    /// - Parameter count: in bytes.
    func utf16BE(_ offset: Int, _ count: Int) -> String? { utf16(offset, count) { be16($0) } }

    private func utf16(_ offset: Int, _ count: Int, unit: (Int) -> UInt16) -> String? {
        let reach = field(offset, count).count / 2
        let units = (0..<reach).map { unit(offset + 2 * $0) }.prefix { $0 != 0 }
        return Self.name(String(decoding: units, as: UTF16.self))
    }

    private static func name(_ text: String) -> String? {
        let blanks: Set<Character> = [" ", "\t"]
        let trimmed = text.reversed().drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }
        return trimmed.isEmpty ? nil : String(trimmed)
    }
}
