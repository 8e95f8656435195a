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
    private let tables: [EWFTable]
    private var unacquired: EWFUnacquired
    private var verdicts: [Verdict]
    private let end: (reason: Failure.Reason, cause: String)
    private let pages: FilePages
    private var reader = PackedReader()

    /// What reading a table's entries as a whole has shown.
    private enum Verdict {
        case unknown
        /// The copy to be used, and its first entry behind a wrap of the offsets.
        case sound(EWFTable.Copy, wrap: Int64)
        case damaged
    }

    /// How a chunk is packed.
    private enum Packing {
        static let stored: UInt32 = 0
        static let zlib: UInt32 = 1
    }

    init(opening candidate: Candidate) throws(EvidenceError) {
        let segments = try EWFSegments(opening: candidate)
        let layout = segments.layout
        guard let geometry = layout.geometry else {
            throw candidate.damaged("no sound volume section says how large the device is")
        }
        (path, files, self.geometry, tables) = (candidate.file.path, segments.files, geometry, layout.tables)
        unacquired = EWFUnacquired(layout.unacquired, geometry: geometry)
        verdicts = Array(repeating: .unknown, count: layout.tables.count)
        end = layout.end ?? (.containerDamaged, "its tables end before the device does")
        pages = FilePages(segments.files)
        description = ImageDescription(
            format: "ewf", byteCount: geometry.byteCount, sectorSize: geometry.sectorSize,
            storedDigests: layout.digests, acquisition: layout.acquisition)
        unreadable = layout.failures(of: geometry, path: path) + unacquired.failures(path: path)
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let chunk = offset / Int64(geometry.chunkByteCount)
        let start = chunk * Int64(geometry.chunkByteCount)
        let byteCount = Int(min(Int64(geometry.chunkByteCount), geometry.byteCount - start))
        guard let index = tableIndex(of: chunk) else {
            throw EvidenceError(
                end.reason, path: path, byteOffset: start, byteCount: geometry.byteCount - start, cause: end.cause)
        }
        let block = try block(chunk, of: index, at: start, byteCount: byteCount)
        let skip = Int(offset - start)
        let clear = try unacquired.clearByteCount(from: offset, path: path)
        return Stretch(byteCount: min(Int64(byteCount - skip), clear), source: .packed(block, skip: skip))
    }

    /// 32 chunks, where these are larger than usual: enough for 16 contents that are read side by side, each in another.
    var cacheByteLimit: Int { min(max(32 * geometry.chunkByteCount, 16 << 20), 64 << 20) }

    var readsUnacquired: Bool {
        get { unacquired.areRead }
        set { unacquired.areRead = newValue }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let isSound = block.packing == Packing.zlib ? try inflate(block, into: &buffer) : try copy(block, into: &buffer)
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

    /// The table that a chunk is in.
    private func tableIndex(of chunk: Int64) -> Int? {
        var (low, high) = (0, tables.count)
        while low < high {
            let middle = (low + high) / 2
            if tables[middle].endChunk <= chunk { low = middle + 1 } else { high = middle }
        }
        return low < tables.count ? low : nil
    }

    /// Where a chunk lies, by the table's entry for it and the next one.
    private func block(
        _ chunk: Int64, of index: Int, at start: Int64, byteCount: Int
    ) throws(EvidenceError) -> PackedBlock {
        let table = tables[index]
        let file = files[table.file]
        let (copy, wrap) = try soundCopy(of: index)
        let entry = chunk - table.firstChunk
        let place = try self.place(entry, in: copy, wrap: wrap, file: table.file)
        var next = Int64.max
        if entry + 1 < copy.entryCount {
            next = try self.place(entry + 1, in: copy, wrap: wrap, file: table.file).offset
        }
        // A compressed chunk is hardly ever longer than the chunk itself; a lying table must not make it so.
        var packedEnd = min(table.dataEnd, place.offset.adding(Int64(geometry.chunkByteCount) * 2 + 1024) ?? 0)
        if next > place.offset { packedEnd = min(packedEnd, next) }
        let isInOrder = try isInOrder(entry, at: place.offset, before: next, in: copy, file: table.file)
        guard isInOrder, place.offset < packedEnd, packedEnd <= file.byteCount else {
            throw EvidenceError(
                .containerDamaged, path: path, byteOffset: start, byteCount: Int64(byteCount),
                cause: "the table places chunk \(chunk) at byte \(place.offset) of \(file.name), where it cannot be")
        }
        return PackedBlock(
            offset: start, byteCount: byteCount, file: file, fileOffset: place.offset,
            packedByteCount: Int(packedEnd - place.offset), packing: place.packing)
    }

    /// Whether a chunk lies between its neighbours: all that there is to say for an entry without a checksum. A wrong one
    /// could lead to another chunk, which is sound by itself.
    private func isInOrder(
        _ entry: Int64, at offset: Int64, before next: Int64, in copy: EWFTable.Copy, file: Int
    ) throws(EvidenceError) -> Bool {
        guard !copy.hasChecksum else { return true }
        guard entry > 0 else { return offset < next }
        let previous = try place(entry - 1, in: copy, wrap: copy.entryCount, file: file).offset
        return previous < offset && offset < next
    }

    private func place(
        _ entry: Int64, in copy: EWFTable.Copy, wrap: Int64, file: Int
    ) throws(EvidenceError) -> (offset: Int64, packing: UInt32) {
        let value = try pages.number(UInt32.self, at: copy.entriesOffset + entry * 4, file: file, order: .littleEndian)
        guard let value else { return (.max, Packing.stored) }
        guard entry < wrap else { return (copy.base.adding(Int64(value)) ?? .max, Packing.stored) }
        let offset = copy.base.adding(Int64(value & 0x7fff_ffff)) ?? .max
        return (offset, value & 0x8000_0000 == 0 ? Packing.stored : Packing.zlib)
    }

    /// The table or its mirror, whichever is as its checksum says; each is read as a whole once.
    private func soundCopy(of index: Int) throws(EvidenceError) -> (EWFTable.Copy, wrap: Int64) {
        let table = tables[index]
        if case .unknown = verdicts[index] {
            verdicts[index] = .damaged
            for copy in table.copies {
                guard let wrap = try copy.verify(in: files[table.file]) else { continue }
                verdicts[index] = .sound(copy, wrap: wrap)
                break
            }
        }
        if case .sound(let copy, let wrap) = verdicts[index] { return (copy, wrap) }
        let start = table.firstChunk * Int64(geometry.chunkByteCount)
        let end = min(geometry.byteCount, table.endChunk.multiplied(by: Int64(geometry.chunkByteCount)) ?? .max)
        throw EvidenceError(
            .containerDamaged, path: path, byteOffset: start, byteCount: end - start,
            cause: "the chunk table in \(files[table.file].name) fails its checksum, and it has no sound copy")
    }
}
