internal import Findings

/// An Apple partition map: block 0 describes the device, each block from 1 on one partition, all big-endian (Inside
/// Macintosh: Devices, chapter 3, "The Partition Map").
enum ApplePartitionMap {
    /// - Returns: nil when the disk has none.
    static func table(_ disk: Window) throws(EvidenceError) -> PartitionTable? {
        guard let device = try disk.structure(at: 0, byteCount: 512), device.holds("ER", at: 0) else { return nil }
        // The map counts in 512 bytes even on discs whose own block is 2,048: where its second entry lies tells.
        for blockSize in [512, Int64(device.be16(2))] where blockSize >= 512 {
            if let first = try entry(1, disk, blockSize), first.holds("PM", at: 0) {
                return try table(disk, blockSize: blockSize, entryCount: first.be32(4))
            }
        }
        return nil
    }

    private static func table(
        _ disk: Window, blockSize: Int64, entryCount: UInt32
    ) throws(EvidenceError) -> PartitionTable {
        var table = PartitionTable(scheme: "apm", sectorSize: blockSize)
        for number in 1...max(1, min(Int64(entryCount), Int64(PartitionTable.partitionLimit))) {
            let place = ByteRange(offset: number * blockSize, byteCount: blockSize)
            guard let entry = try entry(number, disk, blockSize), entry.holds("PM", at: 0) else {
                table.fail(
                    .partitionTableDamaged, place,
                    "entry \(number) of \(entryCount) of the Apple partition map has no signature: the partitions from "
                        + "there on are not listed")
                return table
            }
            if let partition = partition(entry, blockSize) { table.partitions.append(partition) }
        }
        if Int64(entryCount) > Int64(PartitionTable.partitionLimit) {
            table.fail(
                .partitionTableDamaged, ByteRange(offset: blockSize, byteCount: blockSize),
                "the Apple partition map says that it has \(entryCount) entries: only the first "
                    + "\(PartitionTable.partitionLimit) were read")
        }
        return table
    }

    private static func entry(_ number: Int64, _ disk: Window, _ size: Int64) throws(EvidenceError) -> Structure? {
        try disk.structure(at: number * size, byteCount: 512)
    }

    /// - Returns: nil for what is no volume: the map itself, free space, drivers.
    private static func partition(_ entry: Structure, _ blockSize: Int64) -> Partition? {
        let type = entry.text(48, 32) ?? "no type"
        let isNone = ["Apple_partition_map", "Apple_Free", "Apple_Void", "Apple_Patches"].contains(type)
        guard !isNone, !type.hasPrefix("Apple_Driver"), entry.be32(12) > 0 else { return nil }
        let range = ByteRange(
            firstSector: UInt64(entry.be32(8)), sectorCount: UInt64(entry.be32(12)), sectorSize: blockSize)
        let description = entry.text(16, 32).map { "\($0) (\(type))" } ?? type
        return Partition(range: range, scheme: "apm", description: description)
    }
}
