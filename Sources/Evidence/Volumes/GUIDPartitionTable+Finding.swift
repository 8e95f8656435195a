internal import Findings

extension GUIDPartitionTable {
    /// What the first sector says of a GUID partition table.
    enum Announcement {
        /// It is a protective MBR.
        case present
        /// It cannot be read, or is no MBR.
        case unknown
        /// It is an MBR with partitions of its own: a GUID partition table that is still there is a former one.
        case absent
    }

    /// Looks for a GUID partition table, by its primary copy or by the backup at the end of the disk.
    /// - Returns: nil when there is none; a table with a `ruin` when there is one that cannot be used.
    static func find(_ disk: Window, sectorSizes: [Int64], announcement: Announcement) -> PartitionTable? {
        guard announcement != .absent else { return nil }
        var primaries: [(size: Int64, damage: GPTDamage)] = []
        for size in sectorSizes {
            do throws(GPTDamage) {
                return try read(disk, sector: 1, sectorSize: size).table(disk, sectorSize: size, damage: nil)
            } catch {
                primaries.append((size, error))
            }
        }
        var backups: [GPTDamage] = []
        for (size, damage) in primaries {
            do throws(GPTDamage) {
                let backup = try read(disk, sector: lastSector(disk, size), sectorSize: size)
                return backup.table(disk, sectorSize: size, damage: damage)
            } catch {
                backups.append(error)
            }
        }
        let backup = backups.first(where: \.found)
        guard announcement == .present || backup != nil || primaries.contains(where: \.damage.found) else { return nil }
        guard let primary = primaries.first(where: \.damage.found) ?? primaries.first else { return nil }
        return unchecked(disk, primary.size, primary.damage, backup: backup)
            ?? ruined(primary.size, primary.damage, backup: backup)
    }

    static func lastSector(_ disk: Window, _ sectorSize: Int64) -> Int64 {
        max(1, disk.byteCount / sectorSize - 1)
    }

    private func table(_ disk: Window, sectorSize: Int64, damage: GPTDamage?) -> PartitionTable {
        var table = PartitionTable(scheme: "gpt", sectorSize: sectorSize)
        table.partitions = entries.compactMap { $0.partition(sectorSize) }
        if let damage {
            table.fail(
                .gptHeaderDamaged, damage.range,
                "the primary GUID partition table cannot be used: \(damage.what). The backup at byte "
                    + "\(header.place.offset) is whole and was used")
            return table
        }
        let backup = ByteRange(firstSector: header.otherSector, sectorCount: 1, sectorSize: sectorSize)
        table.deviceByteCount = backup.end
        guard header.otherSector > 1, backup.end <= disk.byteCount else { return table }
        do throws(GPTDamage) {
            _ = try Self.read(disk, sector: Int64(clamping: header.otherSector), sectorSize: sectorSize)
        } catch {
            if let unreadable = error.error {
                table.fail(unreadable)
            } else {
                table.fail(
                    .gptHeaderDamaged, error.range,
                    "the backup of the GUID partition table cannot be used: \(error.what). The primary is whole and "
                        + "was used")
            }
        }
        return table
    }

    private static func ruined(_ size: Int64, _ damage: GPTDamage, backup: GPTDamage?) -> PartitionTable {
        var table = PartitionTable(scheme: "gpt", sectorSize: size)
        let other = backup.map { "the backup at byte \($0.range.offset): \($0.what)" } ?? "no backup was found"
        table.ruin = Failure(
            scope: .volume, range: damage.range, stage: .survey, reason: .gptHeaderDamaged,
            detail:
                "the GUID partition table cannot be used: \(damage.what); \(other). No volume is known. Recover the "
                + "table with a tool for that, on a copy, and examine the copy")
        return table
    }
}
