internal import Findings

/// One entry of 32 bytes in a folder of FAT (Microsoft, "FAT: General Overview of On-Disk Format", 1.03).
struct FATEntry {
    private let bytes: ArraySlice<UInt8>

    /// - Parameter bytes: 32 of them.
    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    private var first: UInt8 { bytes.byte(0) ?? 0 }
    private var attributes: UInt8 { bytes.byte(11) ?? 0 }
    private func word(_ offset: Int) -> UInt16 { bytes.le16(offset) ?? 0 }

    /// Nothing in use is behind it.
    var isEnd: Bool { first == 0 }
    var isDeleted: Bool { first == Self.deleted }
    /// What a deleted entry begins with. Full of it, bytes are no entry at all.
    static let deleted: UInt8 = 0xE5
    /// A part of the long name of the file behind it.
    var isLongName: Bool { attributes & 0x3F == 0x0F }
    var isLabel: Bool { !isLongName && attributes & 0x08 != 0 }
    var isFolder: Bool { attributes & 0x18 == 0x10 }
    /// The folder itself or the one above it: whatever else begins with a dot is a name that cannot be.
    var isDots: Bool {
        let name = bytes.part(0, 11) ?? []
        return isFolder && (name.elementsEqual(".          ".utf8) || name.elementsEqual("..         ".utf8))
    }

    /// - Parameter hasHighWord: on FAT32.
    func content(hasHighWord: Bool) -> ClusterPlanner.Content {
        let high = hasHighWord ? UInt64(word(20)) << 16 : 0
        let size = isFolder || isLabel ? 0 : UInt64(bytes.le32(28) ?? 0)
        return .init(firstCluster: high | UInt64(word(26)), byteCount: size)
    }

    var created: Timestamp? {
        FATTime.timestamp(date: word(16), time: word(14), hundredths: bytes.byte(13) ?? 0)
    }
    var modified: Timestamp? { FATTime.timestamp(date: word(24), time: word(22)) }
    var accessed: Timestamp? { FATTime.timestamp(date: word(18)) }

    // MARK: Names

    /// The name of up to 8 and 3 bytes, in the code page of the computer that wrote it; `_` for the byte that deleting
    /// has replaced.
    var shortName: [UInt8] {
        let flags = bytes.byte(12) ?? 0
        var name = part(0, 8, isLower: flags & 0x08 != 0)
        if isDeleted, !name.isEmpty { name[0] = UInt8(ascii: "_") }
        if first == 0x05 { name[0] = 0xE5 }
        let ending = part(8, 3, isLower: flags & 0x10 != 0)
        return ending.isEmpty ? name : name + [UInt8(ascii: ".")] + ending
    }

    /// Without the blanks behind it.
    private func part(_ offset: Int, _ count: Int, isLower: Bool) -> [UInt8] {
        let part = bytes.part(offset, count) ?? []
        let end = part.lastIndex { $0 != UInt8(ascii: " ") && $0 != 0 }.map { $0 + 1 } ?? part.startIndex
        return part[..<end].map { isLower && (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    }

    /// A volume's label with the words that libtsk puts behind it.
    var labelName: [UInt8] { (bytes.part(0, 11) ?? []) + Array(" (Volume Label Entry)".utf8) }

    /// The sum over the short name that each part of the long one bears.
    var nameChecksum: UInt8 {
        (bytes.part(0, 11) ?? []).reduce(0) { ($0 << 7 | $0 >> 1) &+ $1 }
    }

    /// The part of a long name in this entry, in UTF-16.
    var longNamePart: (checksum: UInt8, order: UInt8, isLast: Bool, units: [UInt8]) {
        let units = [(1, 10), (14, 12), (28, 4)].flatMap { Array(bytes.part($0.0, $0.1) ?? []) }
        return (bytes.byte(13) ?? 0, first & 0x3F, first & 0x40 != 0, units)
    }

    // MARK: Plausibility

    /// Whether the name and the attributes are such as a FAT has.
    var hasNameAndKind: Bool {
        let name = (bytes.part(0, 11) ?? []).dropFirst(isDeleted || first == 0x05 ? 1 : 0)
        return attributes & 0xC0 == 0 && first != UInt8(ascii: " ")
            && name.allSatisfy { $0 >= 0x20 && $0 != 0x7F && !Self.forbidden.contains($0) }
    }

    private static let forbidden = Set("\"*+,./:;<=>?[\\]|".utf8)

    /// Whether bytes that are no part of a folder in use look like an entry all the same.
    func isPlausible(in heap: ClusterHeap, hasHighWord: Bool) -> Bool {
        let content = content(hasHighWord: hasHighWord)
        let flags = bytes.byte(12) ?? 0
        let dates = [word(16), word(18), word(24)]
        return !isEnd && hasNameAndKind && !isLabel && flags & ~0x18 == 0
            && (bytes.byte(13) ?? 0) < 200 && !dates.allSatisfy { $0 == 0 }
            && dates.allSatisfy { $0 == 0 || FATTime.timestamp(date: $0) != nil }
            && (content.firstCluster == 0 || heap.contains(content.firstCluster))
            && content.byteCount <= UInt64(heap.byteCount) && (content.byteCount == 0 || content.firstCluster != 0)
    }
}
