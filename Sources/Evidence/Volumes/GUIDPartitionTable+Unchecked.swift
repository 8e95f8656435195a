internal import Findings

extension GUIDPartitionTable {
    /// The entries of a table of which neither copy passes its checksums, where they still make sense: each lies on the
    /// disk, none on another, and one at least holds something that is known. Volumes found so are better than none;
    /// that they were found so is a failure.
    static func unchecked(
        _ disk: Window, _ sectorSize: Int64, _ damage: GPTDamage, backup: GPTDamage?
    ) -> PartitionTable? {
        let last = lastSector(disk, sectorSize)
        let usual = Int64(usualCount * usualByteCount)
        for (header, array) in [(1, 2 * sectorSize), (last, last * sectorSize - usual)] {
            guard let (place, entries) = uncheckedEntries(disk, header * sectorSize, array, sectorSize) else {
                continue
            }
            var table = PartitionTable(scheme: "gpt", sectorSize: sectorSize)
            table.partitions = entries.compactMap { $0.partition(sectorSize) }
            guard makeSense(table.partitions, disk) else { continue }
            let other = backup.map { "the backup at byte \($0.range.offset): \($0.what)" } ?? "no backup was found"
            table.fail(
                .gptHeaderDamaged, damage.range,
                "neither copy of the GUID partition table is whole: \(damage.what); \(other). The entries at byte "
                    + "\(place), for which nothing vouches, were used as they are: hold them against another copy of "
                    + "the image")
            return table
        }
        return nil
    }

    /// How many entries a table has, and of what size, where its header does not say.
    private static let (usualCount, usualByteCount) = (128, 128)

    private static func uncheckedEntries(
        _ disk: Window, _ header: Int64, _ usualPlace: Int64, _ sectorSize: Int64
    ) -> (place: Int64, entries: [Entry])? {
        var (place, count, size) = (usualPlace, usualCount, usualByteCount)
        if let block = try? disk.structure(at: header, byteCount: 92), block.holds("EFI PART", at: 0),
            (1...1024).contains(block.le32(80)), [128, 256, 512].contains(block.le32(84))
        {
            place = ByteRange(firstSector: block.le64(72), sectorCount: 0, sectorSize: sectorSize).offset
            (count, size) = (Int(block.le32(80)), Int(block.le32(84)))
        }
        guard let array = try? disk.structure(at: place, byteCount: count * size) else { return nil }
        return (place, entries(array, size: size))
    }

    private static func makeSense(_ partitions: [Partition], _ disk: Window) -> Bool {
        let ranges = partitions.map(\.range).sorted()
        let areApart = zip(ranges, ranges.dropFirst()).allSatisfy { $0.end <= $1.offset }
        guard areApart, ranges.allSatisfy({ $0.offset > 0 && $0.end <= disk.byteCount }) else { return false }
        return partitions.contains { Format.recognises(Window(disk.device, $0.range)) }
    }
}
