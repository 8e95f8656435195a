internal import Findings

/// The partition tables that a device may have.
struct PartitionTables {
    let disk: Window
    /// Sector sizes to try, the device's own first.
    let sectorSizes: [Int64]
    let announcement: GUIDPartitionTable.Announcement
    private let record: MasterBootRecord?

    init(_ disk: Window) {
        self.disk = disk
        let own = Int64(disk.device.sectorSize)
        sectorSizes = [own, 512, 4096, 2048].enumerated().filter { number, size in
            (512...65_536).contains(size) && (number == 0 || size != own)
        }.map(\.element)
        record = try? MasterBootRecord.read(disk, at: 0)
        announcement = Self.announcement(record, disk)
    }

    private static func announcement(_ record: MasterBootRecord?, _ disk: Window) -> GUIDPartitionTable.Announcement {
        guard let record, record.entries.allSatisfy(\.isPlausible) else { return .unknown }
        if record.isProtective { return .present }
        return record.isTable(ofDevice: disk.byteCount, sectorSize: 512) ? .absent : .unknown
    }

    /// - Parameter besideFileSystem: whether the device could as well be one file system: then only a table that is
    ///   whole counts, or one that the first sector names.
    func find(besideFileSystem: Bool) -> PartitionTable? {
        if let table = GUIDPartitionTable.find(disk, sectorSizes: sectorSizes, announcement: announcement) {
            let isSure = announcement == .present || table.ruin == nil && table.deviceByteCount != nil
            if isSure || !besideFileSystem { return withHybridEntries(table) }
        }
        if let table = masterBootRecord() { return table }
        if !besideFileSystem, let table = doubtfulMasterBootRecord() { return table }
        // A table that names nothing must not hide what is there.
        if let table = otherTable(), !besideFileSystem || !table.partitions.isEmpty { return table }
        guard let record, record.isEmptyTable, !besideFileSystem else { return nil }
        return PartitionTable(scheme: "mbr", sectorSize: sectorSizes.first ?? 512)
    }

    private func otherTable() -> PartitionTable? {
        if let table = try? ApplePartitionMap.table(disk) { return table }
        if let table = try? BSDLabel.table(disk, partition: disk.range) { return table }
        return try? SunLabel.table(disk)
    }

    /// The table by the sector size that finds the most where its numbers point. Most say nothing against 512, which
    /// the device itself states when it does not know better.
    private func masterBootRecord() -> PartitionTable? {
        guard let record else { return nil }
        var best: (table: PartitionTable, score: Int)?
        for size in sectorSizes where record.isTable(ofDevice: disk.byteCount, sectorSize: size) {
            let table = record.table(disk, sectorSize: size)
            let score = score(record, table)
            if score > best?.score ?? -1 { best = (table, score) }
        }
        return best?.table
    }

    /// A record of which some entry is none that a partitioning program writes, but which points to something known.
    private func doubtfulMasterBootRecord() -> PartitionTable? {
        guard let record, announcement == .unknown else { return nil }
        for size in sectorSizes {
            var table = record.table(disk, sectorSize: size)
            guard score(record, table) > 0 else { continue }
            table.fail(
                .partitionTableDamaged, ByteRange(offset: 446, byteCount: 64),
                "an entry of the master boot record is damaged: its partitions were taken as they are, since known "
                    + "file systems lie there. Hold them against another copy of the image")
            return table
        }
        return nil
    }

    private func score(_ record: MasterBootRecord, _ table: PartitionTable) -> Int {
        let recognised = table.partitions.count { Format.recognises(Window(disk.device, $0.range)) }
        let chains = record.used.filter(\.isExtended).count { entry in
            let place = Int64(entry.firstSector) * table.sectorSize
            return (try? MasterBootRecord.read(disk, at: place)) != nil
        }
        return recognised + chains
    }

    /// Adds what a hybrid MBR names beside its protective entry and the GUID partition table does not.
    private func withHybridEntries(_ table: PartitionTable) -> PartitionTable {
        guard let record, announcement == .present else { return table }
        var table = table
        let known = Set(table.partitions.map(\.range.offset))
        for entry in record.used where !entry.isProtective && !entry.isExtended {
            let range = ByteRange(
                firstSector: UInt64(entry.firstSector), sectorCount: UInt64(entry.sectorCount),
                sectorSize: table.sectorSize)
            if range.offset > 0, !known.contains(range.offset) { table.partitions.append(entry.partition(range)) }
        }
        return table
    }
}
