internal import Findings

/// A Sun disk label with its VTOC (Solaris, sys/dklabel.h and sys/vtoc.h): in the first sector of a SPARC disk, or in
/// the second of a Solaris partition on a PC.
enum SunLabel {
    private static let sanity: UInt32 = 0x600D_DEEE
    /// The slice that covers the whole disk is none of its volumes.
    private static let wholeDisk: UInt16 = 5

    /// The label of a SPARC disk: eight slices in cylinders, big-endian.
    /// - Returns: nil when the disk has none.
    static func table(_ disk: Window) throws(EvidenceError) -> PartitionTable? {
        guard let label = try disk.structure(at: 0, byteCount: 512), label.be16(508) == 0xDABE,
            stride(from: 0, to: 512, by: 2).reduce(UInt16(0), { $0 ^ label.be16($1) }) == 0
        else { return nil }
        let cylinder = UInt64(label.be16(436)) * UInt64(label.be16(438))
        guard cylinder > 0 else { return nil }
        let hasTags = label.be32(188) == sanity
        var table = PartitionTable(scheme: "sun", sectorSize: 512)
        for number in 0..<8 {
            let at = 444 + 8 * number
            let tag = hasTags ? label.be16(142 + 4 * number) : number == 2 ? wholeDisk : 0
            guard tag != wholeDisk, label.be32(at + 4) > 0 else { continue }
            let range = ByteRange(
                firstSector: UInt64(label.be32(at)) * cylinder, sectorCount: UInt64(label.be32(at + 4)), sectorSize: 512
            )
            table.partitions.append(slice(number, tag, range))
        }
        return table
    }

    /// The label inside a Solaris partition of a PC: sixteen slices in sectors from the partition's start, little-
    /// endian.
    /// - Returns: nil when the partition has none.
    static func table(ofPCPartition partition: ByteRange, _ disk: Window) throws(EvidenceError) -> PartitionTable? {
        let window = Window(disk.device, partition)
        guard let label = try window.structure(at: 512, byteCount: 512), label.le32(12) == sanity,
            (1...16).contains(label.le16(30))
        else { return nil }
        var table = PartitionTable(scheme: "sun", sectorSize: 512)
        for number in 0..<Int(label.le16(30)) {
            let at = 72 + 12 * number
            let tag = label.le16(at)
            guard tag != wholeDisk, label.le32(at + 8) > 0 else { continue }
            let range = ByteRange(
                firstSector: UInt64(label.le32(at + 4)), sectorCount: UInt64(label.le32(at + 8)), sectorSize: 512)
            table.partitions.append(slice(number, tag, range.shifted(by: partition.offset)))
        }
        return table
    }

    private static func slice(_ number: Int, _ tag: UInt16, _ range: ByteRange) -> Partition {
        let name = tags[tag].map { "slice \(number): \($0)" } ?? "slice \(number)"
        return Partition(range: range, scheme: "sun", description: name)
    }

    private static let tags: [UInt16: String] = [
        1: "boot", 2: "root", 3: "swap", 4: "usr", 6: "stand", 7: "var", 8: "home", 9: "alternates",
    ]
}
