internal import Findings

/// An APFS container and the volumes that share its space (Apple, "Apple File System Reference", 2020-06-22).
///
///     block 0 ─► checkpoint descriptors ─► newest superblock ─► object map ─► each volume's superblock
///
/// The superblock in block 0 may be an old one: only the newest checkpoint that bears its checksum counts.
struct APFSContainer {
    private let window: Window
    private let superblock: Structure
    private let blockSize: Int

    /// - Returns: nil when there is none.
    init?(_ window: Window) throws(EvidenceError) {
        guard let first = try window.structure(at: 0, byteCount: 4096), first.holds("NXSB", at: 32),
            let size = Self.blockSizes.first(where: { $0 == first.le32(36) })
        else { return nil }
        (self.window, blockSize) = (window, Int(size))
        superblock = try Self.newest(window, first, blockSize: Int(size)) ?? first
    }

    private static let blockSizes: [UInt32] = [4096, 8192, 16_384, 32_768, 65_536]
    /// The most blocks of the checkpoint descriptor area that are read; a disk of 2 TB has some 300.
    private static let checkpointLimit = 4_096
    /// How deep an object map's tree can be; one of depth 5 holds more volumes than a container may have.
    private static let depthLimit = 8
    /// The most volumes of a container (NX_MAX_FILE_SYSTEMS).
    private static let volumeLimit = 100

    /// The size that the container gives itself, in bytes.
    var byteCount: Int64 {
        ByteRange(firstSector: 0, sectorCount: superblock.le64(40), sectorSize: Int64(blockSize)).byteCount
    }

    /// Whether it stretches over two devices.
    var isFusion: Bool { superblock.le64(64) & 0x100 != 0 }

    private static func newest(
        _ window: Window, _ first: Structure, blockSize: Int
    ) throws(EvidenceError) -> Structure? {
        let count = first.le32(104)
        // The area may itself be a tree: rare, and then only block 0 is left.
        guard count & 0x8000_0000 == 0 else { return nil }
        var newest: Structure?
        for number in 0..<min(UInt64(count), UInt64(checkpointLimit)) {
            let place = ByteRange(
                firstSector: first.le64(112).addingReportingOverflow(number).partialValue, sectorCount: 1,
                sectorSize: Int64(blockSize))
            guard let block = try window.structure(at: place.offset, byteCount: blockSize), block.holds("NXSB", at: 32),
                isWhole(block), block.le64(16) > newest?.le64(16) ?? 0
            else { continue }
            newest = block
        }
        return newest
    }

    /// Fletcher's checksum over 32-bit words, as every APFS object bears it in its first eight bytes.
    static func isWhole(_ block: Structure) -> Bool {
        let modulus: UInt64 = 0xFFFF_FFFF
        var (low, high): (UInt64, UInt64) = (0, 0)
        for at in stride(from: 8, to: block.byteCount, by: 4) {
            low = (low + UInt64(block.le32(at))) % modulus
            high = (high + low) % modulus
        }
        let first = modulus - (low + high) % modulus
        let second = modulus - (low + first) % modulus
        return block.le64(0) == second << 32 | first
    }
}

extension APFSContainer {
    /// The container's volumes in the order of its list.
    /// - Returns: nil when the list, or one of its volumes, cannot be followed to the end.
    func volumes() throws(EvidenceError) -> [Recognition.InnerVolume]? {
        guard let map = try block(superblock.le64(160)), Self.isWhole(map) else { return nil }
        var volumes: [Recognition.InnerVolume] = []
        for number in 0..<min(Self.volumeLimit, Int(superblock.le32(180))) {
            let identifier = superblock.le64(184 + 8 * number)
            guard identifier != 0 else { continue }
            guard let place = try place(of: identifier, tree: map.le64(48)), let volume = try block(place),
                volume.holds("APSB", at: 32)
            else { return nil }
            volumes.append(Self.describe(volume, at: place))
        }
        return volumes
    }

    private static func describe(_ volume: Structure, at place: UInt64) -> Recognition.InnerVolume {
        let isEncrypted = volume.le64(264) & 1 == 0
        return Recognition.InnerVolume(
            number: Int64(clamping: place), label: volume.text(704, 256),
            obstacle: isEncrypted ? .encrypted("an encrypted APFS volume (FileVault)") : nil,
            snapshotCount: volume.le64(216))
    }

    private func block(_ number: UInt64) throws(EvidenceError) -> Structure? {
        let place = ByteRange(firstSector: number, sectorCount: 1, sectorSize: Int64(blockSize))
        return try window.structure(at: place.offset, byteCount: blockSize)
    }

    /// Where the object map has the newest state of an object that is not newer than the checkpoint.
    private func place(of identifier: UInt64, tree: UInt64) throws(EvidenceError) -> UInt64? {
        var number = tree
        for _ in 0..<Self.depthLimit {
            guard let block = try block(number), Self.isWhole(block) else { return nil }
            let node = APFSMapNode(block)
            guard let entry = node.last(notAfter: identifier, transaction: superblock.le64(16)) else { return nil }
            if node.isLeaf { return node.identifier(entry) == identifier ? node.place(entry) : nil }
            number = node.child(entry)
        }
        return nil
    }
}

/// A node of the tree of an APFS object map: keys of an object's identifier and a transaction, values of a place.
private struct APFSMapNode {
    private let block: Structure
    private let table: Int
    private let keys: Int
    private let valuesEnd: Int

    init(_ block: Structure) {
        self.block = block
        table = 56 + Int(block.le16(40))
        keys = table + Int(block.le16(42))
        // A root keeps the tree's description behind its values.
        valuesEnd = block.byteCount - (block.le16(32) & 1 != 0 ? 40 : 0)
    }

    var isLeaf: Bool { block.le16(32) & 2 != 0 }
    private var count: Int { min(Int(block.le32(36)), block.byteCount / 4) }

    private func key(_ entry: Int) -> Int { keys + Int(block.le16(table + 4 * entry)) }
    private func value(_ entry: Int) -> Int { valuesEnd - Int(block.le16(table + 4 * entry + 2)) }

    func identifier(_ entry: Int) -> UInt64 { block.le64(key(entry)) }
    func child(_ entry: Int) -> UInt64 { block.le64(value(entry)) }
    func place(_ entry: Int) -> UInt64 { block.le64(value(entry) + 8) }

    /// The last entry whose key is not greater.
    func last(notAfter identifier: UInt64, transaction: UInt64) -> Int? {
        (0..<count).last { (self.identifier($0), block.le64(key($0) + 8)) <= (identifier, transaction) }
    }
}
