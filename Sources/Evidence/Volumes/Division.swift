internal import Findings

/// How a device is divided: by a partition table, not at all, or as a disc that is both.
struct Division {
    /// What lies on the device from its first byte on, where that is not left to a table.
    var whole: Whole?
    /// Its volumes, beside the whole or in its place.
    var table: PartitionTable?
    /// What was recognised from the first byte on, and is left aside because the table places nothing there.
    private(set) var former: Recognition?

    /// The device as one volume.
    struct Whole {
        /// Nil when nothing was recognised.
        var recognition: Recognition?
        /// What kept some of it from being read.
        var errors: [EvidenceError] = []
    }

    /// Decides. A boot sector that a file system writes cannot be a partition table's as well; for the rest the table
    /// has the word, since it is the last thing that is written where the remains of a former file system lie.
    init(of disk: Window) {
        var errors: [EvidenceError] = []
        let match = Format.match(disk, failures: &errors)
        let whole = Whole(recognition: match?.recognition, errors: errors)
        let tables = PartitionTables(disk)
        if let match, match.format.claimsFirstSector, tables.announcement != .present {
            self.whole = whole
        } else if let table = tables.find(besideFileSystem: match != nil) {
            let isDisc = match?.recognition.fileSystem == "iso9660" && Self.isHybrid(match?.recognition, table)
            self.table = table
            let isLost = table.ruin != nil && (match != nil || table.partitions.isEmpty)
            if isDisc || isLost { self.whole = whole }
            if isDisc { self.table?.partitions = Self.partitions(of: table, beside: match?.recognition, disk) }
            let isOfPartition = table.partitions.contains { $0.range.offset == 0 }
            if self.whole == nil, !isOfPartition { former = match?.recognition }
        } else {
            self.whole = whole
        }
    }

    /// Whether table and disc are of one making: a partition holds the disc, or all of them lie inside it. Otherwise
    /// the disc is what a device held before it was partitioned.
    private static func isHybrid(_ disc: Recognition?, _ table: PartitionTable) -> Bool {
        let descriptor = ByteRange(offset: 32_768, byteCount: 2_048)
        let end = disc?.byteCount ?? 0
        return table.partitions.contains { $0.range.overlap(with: descriptor) != nil }
            || table.partitions.allSatisfy { $0.range.end <= end }
    }

    /// The partitions of a hybrid disc that hold something else than the disc itself.
    private static func partitions(
        of table: PartitionTable, beside disc: Recognition?, _ disk: Window
    ) -> [Partition] {
        table.partitions.filter { partition in
            var errors: [EvidenceError] = []
            let found = Format.recognise(Window(disk.device, partition.range), failures: &errors)
            let isBeyond = partition.range.offset >= disc?.byteCount ?? 0
            return isBeyond || partition.range.offset > 0 && found != nil && found?.fileSystem != "iso9660"
        }
    }
}
