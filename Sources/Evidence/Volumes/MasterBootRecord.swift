internal import Findings

/// A master boot record: the partition table of the IBM PC, four entries at byte 446 of the first sector. Extended
/// partition records have the same form (Microsoft, "Disk Concepts and Troubleshooting"; IBM PC DOS 3.30).
struct MasterBootRecord {
    let entries: [Entry]
    /// Whether the disk has a signature: a record that a program wrote, not a boot sector's code.
    let hasDiskSignature: Bool

    struct Entry {
        let status: UInt8
        let type: UInt8
        /// In sectors; from where depends on the record.
        let firstSector: UInt32
        let sectorCount: UInt32

        var isUsed: Bool { type != 0 && sectorCount != 0 }
        var isExtended: Bool { [0x05, 0x0F, 0x85].contains(type) }
        var isProtective: Bool { type == 0xEE }
        /// Whether a partitioning program may have written it: it is bootable, or it is not.
        var isPlausible: Bool { status & 0x7F == 0 }
    }

    /// - Returns: nil unless the sector ends with the signature 55 AA.
    init?(_ sector: Structure) {
        guard sector.holds([0x55, 0xAA], at: 510) else { return nil }
        entries = (0..<4).map { number in
            let at = 446 + 16 * number
            return Entry(
                status: sector.u8(at), type: sector.u8(at + 4), firstSector: sector.le32(at + 8),
                sectorCount: sector.le32(at + 12))
        }
        hasDiskSignature = !sector.isZero(440, 4)
    }

    static let byteCount = 512

    /// - Returns: nil when there is none at `position`.
    static func read(_ window: Window, at position: Int64) throws(EvidenceError) -> MasterBootRecord? {
        guard let sector = try window.structure(at: position, byteCount: byteCount) else { return nil }
        return MasterBootRecord(sector)
    }

    var used: [Entry] { entries.filter(\.isUsed) }
    var isProtective: Bool { used.contains(where: \.isProtective) }

    /// Whether it is a partition table with something in it, rather than a boot sector whose code lies at that place.
    func isTable(ofDevice byteCount: Int64, sectorSize: Int64) -> Bool {
        entries.allSatisfy(\.isPlausible)
            && used.contains { Int64($0.firstSector) > 0 && Int64($0.firstSector) < byteCount / sectorSize }
    }

    /// Whether it is the table of a disk that has been initialised and has no partition.
    var isEmptyTable: Bool {
        hasDiskSignature && entries.allSatisfy { $0.status == 0 && $0.type == 0 && $0.sectorCount == 0 }
    }
}

extension MasterBootRecord {
    /// The volumes that the table names, those of its extended partitions and of tables inside partitions included.
    func table(_ disk: Window, sectorSize: Int64) -> PartitionTable {
        var table = PartitionTable(scheme: "mbr", sectorSize: sectorSize)
        for entry in used {
            let range = ByteRange(
                firstSector: UInt64(entry.firstSector), sectorCount: UInt64(entry.sectorCount), sectorSize: sectorSize)
            if entry.isExtended {
                ExtendedPartition(disk: disk, range: range, sectorSize: sectorSize).list(into: &table)
            } else {
                table.add(entry.partition(range), in: disk, type: entry.type)
            }
        }
        return table
    }
}

extension MasterBootRecord.Entry {
    func partition(_ range: ByteRange) -> Partition {
        Partition(
            range: range, scheme: "mbr", description: PartitionType.name(ofMBR: type),
            obstacle: PartitionType.obstacle(ofMBR: type))
    }
}

extension PartitionTable {
    /// Adds a partition, or in its place the volumes of a BSD or Solaris label inside it.
    mutating func add(_ partition: Partition, in disk: Window, type: UInt8) {
        guard let inner = innerTable(of: partition, in: disk, type: type), !inner.partitions.isEmpty else {
            partitions.append(partition)
            return
        }
        partitions += inner.partitions
        failures += inner.failures
    }

    private func innerTable(of partition: Partition, in disk: Window, type: UInt8) -> PartitionTable? {
        do throws(EvidenceError) {
            switch type {
            case 0xA5, 0xA6, 0xA9: return try BSDLabel.table(disk, partition: partition.range)
            case 0x82, 0xBF: return try SunLabel.table(ofPCPartition: partition.range, disk)
            default: return nil
            }
        } catch {
            return nil  // The volume's own recognition meets the same damage, and names it.
        }
    }
}
