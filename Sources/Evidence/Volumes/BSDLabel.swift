internal import Findings

/// A BSD disklabel: in the second sector of a disk or of an MBR partition (FreeBSD, sys/disklabel.h), with up to 22
/// partitions named from `a`.
enum BSDLabel {
    private static let magic: UInt32 = 0x8256_4557
    private static let position: Int64 = 512

    /// - Parameter partition: where the label is looked for; the whole disk, or one of its partitions.
    /// - Returns: nil when there is none.
    static func table(_ disk: Window, partition: ByteRange) throws(EvidenceError) -> PartitionTable? {
        let window = Window(disk.device, partition)
        guard let label = try window.structure(at: position, byteCount: 512),
            label.le32(0) == magic, label.le32(132) == magic
        else { return nil }
        let count = Int(label.le16(138))
        guard (1...22).contains(count), isWhole(label, count) else { return nil }
        let sectorSize = Int64(label.le32(40))
        guard [512, 1024, 2048, 4096].contains(sectorSize) else { return nil }
        var table = PartitionTable(scheme: "bsd", sectorSize: sectorSize)
        let start = origin(label, partition, sectorSize)
        for number in 0..<count {
            let at = 148 + 16 * number
            let (size, offset, type) = (label.le32(at), label.le32(at + 4), label.u8(at + 12))
            guard size > 0, type != 0 else { continue }
            let range = ByteRange(firstSector: UInt64(offset), sectorCount: UInt64(size), sectorSize: sectorSize)
            table.partitions.append(
                Partition(range: range.shifted(by: start), scheme: "bsd", description: name(number, type: type)))
        }
        return table
    }

    /// The label's 16-bit words, its checksum among them, come to zero under exclusive or.
    private static func isWhole(_ label: Structure, _ count: Int) -> Bool {
        stride(from: 0, to: 148 + 16 * count, by: 2).reduce(UInt16(0)) { $0 ^ label.le16($1) } == 0
    }

    /// From where offsets count. OpenBSD and NetBSD count from the disk's first sector, FreeBSD from the partition's:
    /// the raw partition `c`, which covers all that the label is about, tells which.
    private static func origin(_ label: Structure, _ partition: ByteRange, _ sectorSize: Int64) -> Int64 {
        let (size, offset) = (Int64(label.le32(148 + 32)), Int64(label.le32(148 + 36)))
        return offset == 0 && size * sectorSize <= partition.byteCount ? partition.offset : 0
    }

    private static func name(_ number: Int, type: UInt8) -> String {
        let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(truncatingIfNeeded: number)))
        return types[type].map { "\(letter): \($0)" } ?? "\(letter): type \(type)"
    }

    private static let types: [UInt8: String] = [
        1: "swap", 7: "4.2BSD", 8: "FAT", 11: "HPFS / NTFS", 12: "ISO 9660", 15: "boot", 17: "ext2", 18: "NTFS",
        19: "RAID", 27: "ZFS",
    ]
}
