internal import Findings

/// The Expert Witness Compression Format, version 1: EnCase and FTK Imager's E01, EWF-X's e01, SMART's S01, in one or
/// more segment files. Source: “Expert Witness Compression Format specification”, J. Metz.
///
/// The device is cut into chunks of equal size, each compressed (zlib, with its own checksum) or stored with an
/// Adler-32; tables say where each lies. Only the tables' places are kept in memory (some 100 bytes for 2 GiB of
/// the device), their entries are read as they are needed.
final class EWFContainer: Container {
    static let signature: [UInt8] = [0x45, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00]

    /// How a logical evidence file (L01) begins, whose sections are the same and whose content is files.
    private static let logicalSignature: [UInt8] = [0x4c, 0x56, 0x46] + signature.dropFirst(3)

    static func recognises(_ candidate: Candidate) -> Bool {
        if candidate.has(signature) { return true }
        return !candidate.has(logicalSignature) && (try? candidate.file.hasEWFSection) == true
    }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]

    private let path: String
    private let geometry: EWFGeometry
    private let chunks: EWFChunkIndex
    private var unacquired: EWFUnacquired
    private var reader = PackedReader()

    init(opening candidate: Candidate) throws(EvidenceError) {
        let segments = try EWFSegments(opening: candidate)
        let layout = segments.layout
        guard let geometry = layout.geometry else {
            throw candidate.damaged("no sound volume section says how large the device is")
        }
        (path, files, self.geometry) = (candidate.file.path, segments.files, geometry)
        chunks = EWFChunkIndex(of: layout, in: segments.files, geometry: geometry, path: path)
        unacquired = EWFUnacquired(layout.unacquired, geometry: geometry)
        description = ImageDescription(
            format: "ewf", byteCount: geometry.byteCount, sectorSize: geometry.sectorSize,
            storedDigests: layout.digests, acquisition: layout.acquisition)
        unreadable = layout.failures(of: geometry, path: path) + unacquired.failures(path: path)
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let block = try chunks.block(at: offset)
        let skip = Int(offset - block.offset)
        let clear = try unacquired.clearByteCount(from: offset, path: path)
        return Stretch(byteCount: min(Int64(block.byteCount - skip), clear), source: .packed(block, skip: skip))
    }

    /// 32 chunks, where these are larger than usual: enough for 16 contents that are read side by side, each in another.
    var cacheByteLimit: Int { min(max(32 * geometry.chunkByteCount, 16 << 20), 64 << 20) }

    var readsUnacquired: Bool {
        get { unacquired.areRead }
        set { unacquired.areRead = newValue }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let isSound =
            block.packing == EWFChunkIndex.Packing.zlib
            ? try inflate(block, into: &buffer) : try copy(block, into: &buffer)
        guard isSound else {
            let number = block.offset / Int64(geometry.chunkByteCount)
            throw EvidenceError(
                .chunkChecksum, path: path, byteOffset: block.offset, byteCount: Int64(block.byteCount),
                cause: "chunk \(number), at byte \(block.fileOffset) of \(block.file.name), fails its checksum")
        }
    }

    private func inflate(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Bool {
        let written = try reader.inflate(
            block.file, at: block.fileOffset, byteCount: block.packedByteCount, as: .zlib, into: &buffer)
        if let written { return written == buffer.count }
        guard buffer.count < geometry.chunkByteCount else { return false }
        // The device's last chunk, filled up to the size of the others.
        var filled = [UInt8](repeating: 0, count: geometry.chunkByteCount)
        var span = filled.mutableSpan
        let count = try reader.inflate(
            block.file, at: block.fileOffset, byteCount: block.packedByteCount, as: .zlib, into: &span)
        guard let count, count >= buffer.count else { return false }
        buffer.copy(filled.span.extracting(0..<buffer.count))
        return true
    }

    private func copy(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Bool {
        guard try block.file.read(at: block.fileOffset, into: &buffer) == buffer.count else { return false }
        let end = block.fileOffset + Int64(buffer.count)
        guard let stored = try block.file.bytes(at: end, byteCount: 4) else { return false }
        return Record(stored, .littleEndian).uint32(at: 0) == Adler32.checksum(buffer.span)
    }
}
