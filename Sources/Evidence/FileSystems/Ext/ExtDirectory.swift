internal import Findings

/// The names in the blocks of a folder. Each entry says how far it is to the next; where that is farther than its own
/// name, the names of deleted files may still be.
struct ExtDirectory {
    private let lastInode: UInt64
    private let isIndexed: Bool

    init(lastInode: UInt64, isIndexed: Bool) {
        (self.lastInode, self.isIndexed) = (lastInode, isIndexed)
    }

    /// Tells the names in one block.
    /// - Parameter isAllocated: whether the folder itself is in use.
    /// - Returns: what is wrong with the block, if anything.
    func read(_ block: ArraySlice<UInt8>, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws -> String? {
        var offset = 0
        while let inode = block.le32(offset), let length = length(of: offset, in: block) {
            guard length >= 8, length % 4 == 0, length <= block.count - offset else {
                return "an entry at byte \(offset) is \(length) bytes long"
            }
            let nameLength = block.byte(offset + 6) ?? 0
            var used = Self.size(ofName: Int(nameLength))
            if inode != 0, used > length { return "the name at byte \(offset) is longer than its entry" }
            if inode == 0, used > length || !isPlausible(block, offset, nameLength) { used = 8 }
            if used > 8, let name = name(block, offset, nameLength, isAllocated: isAllocated && inode != 0) {
                try body(name)
            }
            if !belongsToIndex(block, offset, length, inode) {
                try readDeleted(block, from: offset + used, to: offset + length, body)
            }
            offset += length
        }
        return nil
    }

    /// In blocks of 64 KiB the length of an entry that fills one does not fit into its field.
    private func length(of offset: Int, in block: ArraySlice<UInt8>) -> Int? {
        guard let length = block.le16(offset + 4) else { return nil }
        return block.count == 65_536 && (length == 65_535 || length == 0) ? block.count - offset : Int(length)
    }

    /// An index of hashes hides in the space behind `..`, and in blocks that look like one unused entry.
    private func belongsToIndex(_ block: ArraySlice<UInt8>, _ offset: Int, _ length: Int, _ inode: UInt32) -> Bool {
        isIndexed && (offset == 12 || offset == 0 && inode == 0) && offset + length == block.count
    }

    private static func size(ofName length: Int) -> Int { (8 + length + 3) / 4 * 4 }

    /// Looks for entries between two others: they begin at multiples of four.
    private func readDeleted(
        _ block: ArraySlice<UInt8>, from start: Int, to end: Int, _ body: (TreeName) throws -> Void
    ) throws {
        var offset = start
        while offset + 12 <= end {
            guard let length = block.le16(offset + 4), let nameLength = block.byte(offset + 6), nameLength > 0,
                Int(length) >= Self.size(ofName: Int(nameLength)), length % 4 == 0, Int(length) <= end - offset,
                isPlausible(block, offset, nameLength),
                let name = name(block, offset, nameLength, isAllocated: false)
            else {
                offset += 4
                continue
            }
            try body(name)
            offset += Self.size(ofName: Int(nameLength))
        }
    }

    private func isPlausible(_ block: ArraySlice<UInt8>, _ offset: Int, _ nameLength: UInt8) -> Bool {
        guard let inode = block.le32(offset), UInt64(inode) <= lastInode, let type = block.byte(offset + 7), type <= 7,
            let name = block.part(offset + 8, Int(nameLength))
        else { return false }
        return !name.contains(0) && !name.contains(UInt8(ascii: "/"))
    }

    private func name(
        _ block: ArraySlice<UInt8>, _ offset: Int, _ nameLength: UInt8, isAllocated: Bool
    ) -> TreeName? {
        guard nameLength > 0, let inode = block.le32(offset), let name = block.part(offset + 8, Int(nameLength)) else {
            return nil
        }
        return TreeName(
            bytes: Array(name), address: UInt64(inode), isAllocated: isAllocated,
            kind: Self.kind(block.byte(offset + 7) ?? 0))
    }

    private static func kind(_ type: UInt8) -> Item.Kind {
        switch type {
        case 2: .directory
        case 3: .characterDevice
        case 4: .blockDevice
        case 5: .fifo
        case 6: .socket
        case 7: .link
        default: .file
        }
    }
}
