internal import Findings

/// An extended partition: a chain of records, each with the entry of one logical volume (counted from the record) and
/// a link to the next record (counted from the extended partition's start).
///
///     extended partition
///     ├─ record ─► volume 5
///     └─ link ──► record ─► volume 6
///                 └─ link ──► record …
struct ExtendedPartition {
    let disk: Window
    let range: ByteRange
    let sectorSize: Int64

    /// Adds the logical volumes to the table. Each record is read once, whatever the links say.
    func list(into table: inout PartitionTable) {
        var seen: Set<Int64> = []
        var next: [Int64] = [range.offset]
        while let place = next.popLast() {
            guard seen.insert(place).inserted else {
                table.fail(
                    .partitionTableLoop, record(place),
                    "the extended partition at byte \(range.offset) links back to its record at byte \(place), which "
                        + "was read before: the chain ends there")
                continue
            }
            guard seen.count <= PartitionTable.partitionLimit else {
                table.fail(
                    .partitionTableDamaged, record(place),
                    "the extended partition at byte \(range.offset) has more than \(PartitionTable.partitionLimit) "
                        + "records: those from byte \(place) on are not listed")
                return
            }
            guard let found = read(at: place, into: &table) else { continue }
            // The last in is the first out: links of one record are followed in its order.
            next += found.used.filter(\.isExtended).reversed().map { link(to: $0) }
            for entry in found.used where !entry.isExtended {
                table.add(entry.partition(volume(of: entry, after: place)), in: disk, type: entry.type)
            }
        }
    }

    private func read(at place: Int64, into table: inout PartitionTable) -> MasterBootRecord? {
        do throws(EvidenceError) {
            guard let sector = try disk.structure(at: place, byteCount: MasterBootRecord.byteCount) else {
                table.fail(
                    .volumeOutsideImage, record(place),
                    "the chain of logical volumes goes on at byte \(place), past the end of the image: volumes from "
                        + "there on are not listed")
                return nil
            }
            if let found = MasterBootRecord(sector) { return found }
            table.fail(
                .partitionTableDamaged, record(place),
                "the record of the extended partition at byte \(place) has no signature 55 AA: logical volumes from "
                    + "there on are not listed")
        } catch {
            table.fail(error)
        }
        return nil
    }

    private func record(_ place: Int64) -> ByteRange {
        ByteRange(offset: place, byteCount: min(Int64(MasterBootRecord.byteCount), Int64.max - place))
    }

    private func link(to entry: MasterBootRecord.Entry) -> Int64 {
        range.offset.addingClamped(Int64(entry.firstSector) * sectorSize)
    }

    private func volume(of entry: MasterBootRecord.Entry, after place: Int64) -> ByteRange {
        ByteRange(
            firstSector: UInt64(entry.firstSector), sectorCount: UInt64(entry.sectorCount), sectorSize: sectorSize
        ).shifted(by: place)
    }
}
