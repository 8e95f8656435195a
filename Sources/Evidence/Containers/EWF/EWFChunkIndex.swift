internal import Findings

/// Where the chunks of an E01 lie, by its tables. Their entries stay in the files and are read as they are needed, each
/// table as a whole once, for its checksum.
final class EWFChunkIndex {
    private let path: String
    private let files: [EvidenceFile]
    private let geometry: EWFGeometry
    private let tables: [EWFTable]
    /// Why there is nothing behind the last table.
    private let end: (reason: Failure.Reason, cause: String)
    private var verdicts: [Verdict]
    private let pages: FilePages

    /// What reading a table's entries as a whole has shown.
    private enum Verdict {
        case unknown
        /// The copy to be used; the mirror, where it is sound as well, has to say the same.
        case sound(SoundCopy, mirror: SoundCopy?)
        case damaged
    }

    /// A table or its mirror, whose checksum is right.
    private struct SoundCopy {
        let copy: EWFTable.Copy
        /// The first entry behind a wrap of the offsets.
        let wrap: Int64
    }

    private struct Place: Equatable {
        let offset: Int64
        let packing: UInt32
    }

    /// How a chunk is packed.
    enum Packing {
        static let stored: UInt32 = 0
        static let zlib: UInt32 = 1
    }

    init(of layout: EWFLayout, in files: [EvidenceFile], geometry: EWFGeometry, path: String) {
        (self.path, self.files, self.geometry, tables) = (path, files, geometry, layout.tables)
        end = layout.end ?? (.containerDamaged, "its tables end before the device does")
        verdicts = Array(repeating: .unknown, count: layout.tables.count)
        pages = FilePages(files)
    }

    /// The chunk that byte `offset` of the device lies in.
    /// - Throws: when no sound table says where it is; with the range of the device that is concerned.
    func block(at offset: Int64) throws(EvidenceError) -> PackedBlock {
        let chunk = offset / Int64(geometry.chunkByteCount)
        let start = chunk * Int64(geometry.chunkByteCount)
        guard let index = tableIndex(of: chunk) else {
            throw EvidenceError(
                end.reason, path: path, byteOffset: start, byteCount: geometry.byteCount - start, cause: end.cause)
        }
        let byteCount = Int(min(Int64(geometry.chunkByteCount), geometry.byteCount - start))
        return try block(chunk, of: index, at: start, byteCount: byteCount)
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
        let (sound, mirror) = try soundCopies(of: index)
        let entry = chunk - table.firstChunk
        let place = try self.place(entry, in: sound, file: table.file)
        func damaged(_ cause: String) -> EvidenceError {
            EvidenceError(
                .containerDamaged, path: path, byteOffset: start, byteCount: Int64(byteCount),
                cause: "the table places chunk \(chunk) at byte \(place.offset) of \(file.name), \(cause)")
        }
        if let mirror, try self.place(entry, in: mirror, file: table.file) != place {
            throw damaged("its mirror elsewhere, and both are as their checksums say")
        }
        var next = Int64.max
        if entry + 1 < sound.copy.entryCount { next = try self.place(entry + 1, in: sound, file: table.file).offset }
        // A compressed chunk is hardly ever longer than the chunk itself; a lying table must not make it so.
        var packedEnd = min(table.dataEnd, place.offset.adding(Int64(geometry.chunkByteCount) * 2 + 1024) ?? 0)
        if next > place.offset { packedEnd = min(packedEnd, next) }
        let isInOrder = try isInOrder(entry, at: place.offset, before: next, in: sound, file: table.file)
        guard isInOrder, place.offset < packedEnd, packedEnd <= file.byteCount else {
            throw damaged("where it cannot be")
        }
        return PackedBlock(
            offset: start, byteCount: byteCount, file: file, fileOffset: place.offset,
            packedByteCount: Int(packedEnd - place.offset), packing: place.packing)
    }

    /// Whether a chunk lies between its neighbours: all that there is to say for an entry without a checksum. A wrong one
    /// could lead to another chunk, which is sound by itself.
    private func isInOrder(
        _ entry: Int64, at offset: Int64, before next: Int64, in sound: SoundCopy, file: Int
    ) throws(EvidenceError) -> Bool {
        guard !sound.copy.hasChecksum else { return true }
        guard entry > 0 else { return offset < next }
        let previous = try place(entry - 1, in: sound, file: file).offset
        return previous < offset && offset < next
    }

    private func place(_ entry: Int64, in sound: SoundCopy, file: Int) throws(EvidenceError) -> Place {
        let (copy, offset) = (sound.copy, sound.copy.entriesOffset + entry * 4)
        guard let value = try pages.number(UInt32.self, at: offset, file: file, order: .littleEndian) else {
            return Place(offset: .max, packing: Packing.stored)
        }
        guard entry < sound.wrap else {
            return Place(offset: copy.base.adding(Int64(value)) ?? .max, packing: Packing.stored)
        }
        return Place(
            offset: copy.base.adding(Int64(value & 0x7fff_ffff)) ?? .max,
            packing: value & 0x8000_0000 == 0 ? Packing.stored : Packing.zlib)
    }

    /// The table and its mirror image, so far as they are as their checksums say; each is read as a whole once.
    private func soundCopies(of index: Int) throws(EvidenceError) -> (SoundCopy, mirror: SoundCopy?) {
        let table = tables[index]
        if case .unknown = verdicts[index] {
            verdicts[index] = .damaged
            var sound: [SoundCopy] = []
            for copy in table.copies {
                // A mirror on bad sectors of the storage takes nothing away from a sound table.
                let wrap =
                    sound.isEmpty ? try copy.verify(in: files[table.file]) : try? copy.verify(in: files[table.file])
                if let wrap { sound.append(SoundCopy(copy: copy, wrap: wrap)) }
            }
            if let first = sound.first { verdicts[index] = .sound(first, mirror: sound.dropFirst().first) }
        }
        if case .sound(let first, let mirror) = verdicts[index] { return (first, mirror) }
        let start = table.firstChunk * Int64(geometry.chunkByteCount)
        let end = min(geometry.byteCount, table.endChunk.multiplied(by: Int64(geometry.chunkByteCount)) ?? .max)
        throw EvidenceError(
            .containerDamaged, path: path, byteOffset: start, byteCount: end - start,
            cause: "the chunk table in \(files[table.file].name) fails its checksum, and it has no sound copy")
    }
}
