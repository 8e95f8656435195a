internal import Findings

/// An extent that holds only what was written: a directory says where its tables are, and these where each grain is.
final class VMDKSparseExtent {
    let file: EvidenceFile
    let header: VMDKSparseHeader
    private let pages: FilePages

    /// What the tables say about a grain.
    enum Grain: Equatable {
        case absent, zeros
        case at(Int64)
    }

    /// The number of a grain in front of it, the number of its packed bytes, then these.
    private static let markerByteCount: Int64 = 12

    init(_ file: EvidenceFile, _ header: VMDKSparseHeader) {
        (self.file, self.header) = (file, header)
        pages = FilePages([file])
    }

    /// What the tables say about the grain at `offset` of the extent, and for how many bytes from there on it holds.
    /// - Throws: where neither the directory nor its copy leads to a table, or the two say different things, so that one
    ///   is damaged; `deviceOffset` is for the error.
    func grain(at offset: Int64, deviceOffset: Int64) throws(EvidenceError) -> (grain: Grain, byteCount: Int64) {
        var found: (grain: Grain, byteCount: Int64)?
        let byteCount = min(
            header.grainByteCount - offset % header.grainByteCount, header.deviceByteCount - offset)
        for directory in header.directoryOffsets {
            guard let said = try grain(at: offset, byteCount: byteCount, by: directory) else { continue }
            guard found == nil || found?.grain == said.grain else {
                throw EvidenceError(
                    .containerDamaged, path: file.path, byteOffset: deviceOffset, byteCount: byteCount,
                    cause: "its table and the copy of it place these bytes differently")
            }
            found = (said.grain, min(said.byteCount, found?.byteCount ?? .max))
        }
        if let found { return found }
        throw EvidenceError(
            .truncatedImage, path: file.path, byteOffset: deviceOffset, byteCount: byteCount,
            cause: "the tables that say where these bytes are lie behind its end")
    }

    /// - Returns: nil where the directory does not lead to a table.
    private func grain(
        at offset: Int64, byteCount: Int64, by directory: Int64
    ) throws(EvidenceError) -> (grain: Grain, byteCount: Int64)? {
        let (table, index) = (offset / header.grainByteCount).quotientAndRemainder(dividingBy: header.tableEntryCount)
        let place = directory.adding(table * 4) ?? -1
        guard let sector = try pages.number(UInt32.self, at: place, order: .littleEndian) else { return nil }
        if sector == 0 {
            // All of the table's grains are absent.
            guard let span = header.grainByteCount.multiplied(by: header.tableEntryCount) else { return nil }
            return (.absent, min(span - offset % span, header.deviceByteCount - offset))
        }
        let entryPlace = Int64(sector) * 512 + index * 4
        guard let entry = try pages.number(UInt32.self, at: entryPlace, order: .littleEndian) else { return nil }
        switch entry {
        case 0: return (.absent, byteCount)
        case 1: return (.zeros, byteCount)
        default: return (.at(Int64(entry) * 512), byteCount)
        }
    }

    /// Unpacks a compressed grain.
    /// - Parameter offset: where the grain begins in the extent.
    /// - Returns: whether it is what its marker says, and whole.
    func unpack(
        _ block: PackedBlock, at offset: Int64, with reader: inout PackedReader, into buffer: inout MutableSpan<UInt8>
    ) throws(EvidenceError) -> Bool {
        guard let bytes = try file.bytes(at: block.fileOffset, byteCount: Int(Self.markerByteCount)) else {
            return false
        }
        let marker = Record(bytes, .littleEndian)
        let packedByteCount = Int(marker.uint32(at: 8))
        guard marker.size(at: 0) == offset / 512, packedByteCount <= block.packedByteCount else { return false }
        let written = try reader.inflate(
            file, at: block.fileOffset + Self.markerByteCount, byteCount: packedByteCount, as: .zlib, into: &buffer)
        // The last grain may end with the device.
        guard let written else { return false }
        return Int64(written) >= min(header.grainByteCount, header.deviceByteCount - offset)
    }
}
