internal import Findings

/// Holds the copies of a file allocation table against each other.
struct TableAudit {
    private let table: AllocationTable
    private let stillParsing: () -> Void
    private var copies: TableCopies { table.copies }

    /// Where a copy says something else than the active one.
    struct Difference {
        var clusterCount: UInt64 = 0
        var firstCluster: UInt64 = 0
        var activeValue: UInt64 = 0
        var value: UInt64 = 0
        /// The first part of the active copy that cannot be read.
        var damage: EvidenceError?
    }

    /// Divisible by the bits of every width, so that no entry is in two pieces.
    private static let pieceSize: Int64 = 96 << 10
    /// Damage costs so much of the comparison.
    private static let smallestPiece: Int64 = 3 << 10

    /// - Parameter stillParsing: is told again and again while the copies are read.
    init(_ table: AllocationTable, _ stillParsing: @escaping () -> Void) {
        (self.table, self.stillParsing) = (table, stillParsing)
    }

    /// Compares what can be read of both. Only entries of clusters that the volume has count.
    /// - Parameter offset: where on the device the other copy begins.
    func difference(from offset: Int64) -> Difference {
        guard let active = copies.offsets.first else { return Difference() }
        var difference = Difference()
        let end = table.width.position(of: table.heap.lastCluster) + Int64(table.width.readByteCount)
        let used = min(copies.byteCount, end)
        for start in stride(from: 0, to: used, by: Int(Self.pieceSize)) {
            stillParsing()
            compare(active, offset, start..<min(start + Self.pieceSize, used), &difference)
        }
        return difference
    }

    private func compare(_ active: Int64, _ other: Int64, _ range: Range<Int64>, _ difference: inout Difference) {
        let count = Int(range.upperBound - range.lowerBound)
        do throws(EvidenceError) {
            let bytes = try table.heap.bytes(at: active + range.lowerBound, count)
            guard let others = try? table.heap.bytes(at: other + range.lowerBound, count) else {
                return compareParts(active, other, range, &difference)
            }
            if bytes != others { compare(bytes[...], others[...], from: range.lowerBound, &difference) }
        } catch {
            difference.damage = difference.damage ?? error
            compareParts(active, other, range, &difference)
        }
    }

    private func compareParts(
        _ active: Int64, _ other: Int64, _ range: Range<Int64>, _ difference: inout Difference
    ) {
        guard range.upperBound - range.lowerBound > Self.smallestPiece else { return }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Int(Self.smallestPiece)) {
            compare(active, other, start..<min(start + Self.smallestPiece, range.upperBound), &difference)
        }
    }

    private func compare(
        _ bytes: ArraySlice<UInt8>, _ others: ArraySlice<UInt8>, from position: Int64, _ difference: inout Difference
    ) {
        let first = table.width.entryCount(in: position)
        let end = min(first + table.width.entryCount(in: Int64(bytes.count)), table.heap.lastCluster + 1)
        for cluster in stride(from: max(2, first), to: end, by: 1) {
            let skip = Int(table.width.position(of: cluster) - position)
            let (value, other) = (
                table.width.value(bytes.dropFirst(skip), of: cluster),
                table.width.value(others.dropFirst(skip), of: cluster)
            )
            if value != other { difference.add(cluster, value, other) }
        }
    }
}

extension TableAudit.Difference {
    fileprivate mutating func add(_ cluster: UInt64, _ activeValue: UInt64, _ value: UInt64) {
        if clusterCount == 0 { (firstCluster, self.activeValue, self.value) = (cluster, activeValue, value) }
        clusterCount += 1
    }
}

extension TableAudit {
    /// Records where the copies contradict each other, and where another that need not say the same had to stand in for
    /// the active one.
    func run(_ recorder: WalkRecorder) throws {
        var damage: EvidenceError?
        for offset in copies.offsets.dropFirst() {
            let difference = difference(from: offset)
            damage = damage ?? difference.damage
            if difference.clusterCount > 0 { try record(difference, at: offset, recorder) }
        }
        if !copies.areMirrored, let damage { try recorder.record(damage, at: nil) }
    }

    private func record(_ difference: Difference, at offset: Int64, _ recorder: WalkRecorder) throws {
        let what =
            copies.areMirrored
            ? "The copies of the file allocation table differ"
            : "A file allocation table that is not in use differs from the active one"
        let range = ByteRange(
            offset: offset + table.width.position(of: difference.firstCluster),
            byteCount: Int64(table.width.readByteCount))
        try recorder.record(
            .fileSystemDamaged, at: nil, range: range,
            "\(what) in \(difference.clusterCount) entries. The first is that of cluster \(difference.firstCluster): "
                + "\(difference.activeValue) in the table that is used, \(difference.value) in this one")
    }
}
