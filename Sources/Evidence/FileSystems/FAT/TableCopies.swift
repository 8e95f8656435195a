internal import Findings

/// The copies of a file allocation table, the one that the file system goes by first.
final class TableCopies {
    let heap: ClusterHeap
    /// Where on the device each copy begins.
    let offsets: [Int64]
    /// The length of one copy.
    let byteCount: Int64
    /// Whether what is written to one is written to all.
    let areMirrored: Bool
    /// The part of the table that was read last; nil bytes where some of it cannot be.
    private var piece: (index: Int64, bytes: [UInt8]?) = (-1, nil)
    private static let pieceSize: Int64 = 4096

    /// - Parameter active: the number of the copy that the file system goes by.
    init(_ heap: ClusterHeap, at offsets: [Int64], byteCount: Int64, active: Int = 0, areMirrored: Bool = true) {
        (self.heap, self.byteCount, self.areMirrored) = (heap, byteCount, areMirrored)
        let others = offsets.indices.filter { $0 != active }
        self.offsets = [active].filter(offsets.indices.contains).map { offsets[$0] } + others.map { offsets[$0] }
    }

    /// Bytes of the table; of another copy, where the active one cannot be read.
    func bytes(at position: Int64, _ count: Int) throws(EvidenceError) -> ArraySlice<UInt8> {
        let index = position / Self.pieceSize
        if piece.index != index { piece = (index, load(index)) }
        let skip = Int(position % Self.pieceSize)
        if let part = piece.bytes?[...].part(skip, count) { return part }
        var damage: EvidenceError?
        for offset in offsets {
            do throws(EvidenceError) {
                return try heap.bytes(at: offset + position, count)[...]
            } catch {
                damage = damage ?? error
            }
        }
        throw damage ?? EvidenceError(.fileSystemDamaged, path: "FAT", cause: "There is no file allocation table")
    }

    private func load(_ index: Int64) -> [UInt8]? {
        let start = index * Self.pieceSize
        guard let first = offsets.first, start < byteCount else { return nil }
        return try? heap.bytes(at: first + start, Int(min(Self.pieceSize, byteCount - start)))
    }
}
