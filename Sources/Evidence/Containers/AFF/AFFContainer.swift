internal import Digests
internal import Findings

/// The Advanced Forensics Format, version 1, in a single file. Source: `doc/` and `lib/afflib.h` of AFFLIBv3.
///
/// The device is cut into pages, 16 MiB by custom, each in a segment of its own: stored, compressed by zlib, or nothing
/// but zeros. Where a page has an MD5 beside it, that is checked.
final class AFFContainer: Container {
    static let signature = Array("AFF10\r\n".utf8) + [0]

    static func recognises(_ candidate: Candidate) -> Bool { candidate.has(signature) }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]
    var readsUnacquired = false

    private let file: EvidenceFile
    private let layout: AFFLayout
    private let pageByteCount: Int64
    private var filler: AFFFiller?
    private var reader = PackedReader()

    /// How a page is packed, as its segment's argument says.
    private enum Flag {
        static let compressed: UInt32 = 1
        static let algorithm: UInt32 = 0xf0
        static let zlib: UInt32 = 0
        static let zeros: UInt32 = 0x30
        static let names: [UInt32: String] = [0x10: "bzip2", 0x20: "LZMA"]
    }

    init(opening candidate: Candidate) throws(EvidenceError) {
        file = candidate.file
        files = [candidate.file]
        layout = try AFFLayout(of: candidate.file)
        pageByteCount = try Self.pageByteCount(of: layout, candidate)
        filler = AFFFiller(layout)
        // A file that was cut short has lost the size, which stands at its end.
        let known = Int64(layout.pages.count) * pageByteCount
        let byteCount = layout.statedByteCount ?? known
        guard byteCount > 0, let sectorSize = Int32(exactly: layout.sectorSize), sectorSize > 0 else {
            throw candidate.damaged("it does not say how large the device is, and has no page of it")
        }
        description = ImageDescription(
            format: "aff", byteCount: byteCount, sectorSize: sectorSize, storedDigests: layout.digests,
            acquisition: layout.acquisition)
        unreadable = Self.failures(of: layout, byteCount: byteCount, pageByteCount: pageByteCount, candidate)
    }

    /// Whoever walks a file system goes back and forth between its tables, which lie in several pages.
    var cacheByteLimit: Int { min(128 << 20, max(16 << 20, Int(pageByteCount) * 4)) }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let (number, skip) = offset.quotientAndRemainder(dividingBy: pageByteCount)
        let range = ByteRange(offset: offset, byteCount: min(pageByteCount - skip, description.byteCount - offset))
        guard number < Int64(layout.pages.count), let page = layout.pages[Int(number)] else {
            throw EvidenceError(
                layout.brokenAt == nil ? .containerDamaged : .truncatedImage, path: file.path,
                byteOffset: range.offset, byteCount: range.byteCount, cause: "it has no page \(number)")
        }
        if page.flags & (Flag.compressed | Flag.algorithm) == Flag.compressed | Flag.zeros {
            return Stretch(byteCount: range.byteCount, source: .zeros)
        }
        let start = offset - skip
        let block = PackedBlock(
            offset: start, byteCount: Int(min(pageByteCount, description.byteCount - start)), file: file,
            fileOffset: page.offset, packedByteCount: min(Int(page.byteCount), packedByteLimit), packing: page.flags)
        let clear = try clearByteCount(of: block, from: Int(skip))
        return Stretch(byteCount: min(range.byteCount, clear), source: .packed(block, skip: Int(skip)))
    }

    /// What nothing that a page holds is packed into, in bytes: more is not read.
    private var packedByteLimit: Int { 2 * Int(pageByteCount) + 1024 }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let number = Int(block.offset / pageByteCount)
        if block.packing & Flag.compressed == 0 {
            guard block.packedByteCount >= buffer.count,
                try file.read(at: block.fileOffset, into: &buffer) == buffer.count
            else { throw damaged(block, "page \(number) is shorter than it has to be") }
        } else if block.packing & Flag.algorithm == Flag.zlib {
            let written = try reader.inflate(
                file, at: block.fileOffset, byteCount: block.packedByteCount, as: .zlib, into: &buffer)
            guard written == buffer.count else { throw damaged(block, "page \(number) cannot be unpacked") }
        } else {
            let name = Flag.names[block.packing & Flag.algorithm] ?? "an unknown method"
            throw EvidenceError(
                .unsupportedCompression, path: file.path, byteOffset: block.offset,
                byteCount: Int64(block.byteCount),
                cause: "page \(number) is compressed by \(name), which is not unpacked")
        }
        guard try agrees(buffer.span, number) else { throw damaged(block, "page \(number) does not have its MD5") }
    }

    /// Whether a page has the MD5 that is beside it, if there is one.
    private func agrees(_ content: Span<UInt8>, _ number: Int) throws(EvidenceError) -> Bool {
        guard let offset = layout.pages[number]?.md5Offset, offset > 0,
            let stored = try file.bytes(at: offset, byteCount: 16)
        else { return true }
        do throws(DigestError) {
            var digest = try StreamDigest(.md5)
            try digest.update(content)
            return try digest.finalize() == stored
        } catch {
            throw EvidenceError(.unreadable, path: file.path, cause: error.description)
        }
    }

    /// How far one can read a page from `skip` on before the next sector of filler.
    /// - Throws: when there is one at `skip`.
    private func clearByteCount(of block: PackedBlock, from skip: Int) throws(EvidenceError) -> Int64 {
        guard !readsUnacquired, let size = filler?.sectorByteCount else { return .max }
        if filler?.sectors(of: block.offset) == nil {
            var bytes = [UInt8](repeating: 0, count: block.byteCount)
            var span = bytes.mutableSpan
            try unpack(block, into: &span)
            _ = filler?.search(bytes.span, page: block.offset)
        }
        guard let next = filler?.sectors(of: block.offset)?.first(where: { ($0 + 1) * size > skip }) else {
            return .max
        }
        guard next * size <= skip else { return Int64(next * size - skip) }
        throw EvidenceError(
            .unreadable, path: file.path, byteOffset: block.offset + Int64(next * size), byteCount: Int64(size),
            cause: "this sector could not be read when the device was acquired; the image has filler in its place")
    }

    private func damaged(_ block: PackedBlock, _ cause: String) -> EvidenceError {
        EvidenceError(
            .chunkChecksum, path: file.path, byteOffset: block.offset, byteCount: Int64(block.byteCount), cause: cause)
    }
}
