internal import Findings

/// Apple's Universal Disk Image Format in one file, stored or compressed by zlib. Apple has published no specification;
/// source: “Demystifying the DMG File Format”, J. Levin, and what macOS's hdiutil writes.
///
///     ├ blocks … ┼ property list with the blocks' places ┼ trailer ┤
///
/// Blocks of other compressions (ADC, bzip2, LZFSE, LZMA) are named as lost, each with its range.
final class DMGContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool {
        candidate.dmgTrailer != nil || candidate.has("encrcdsa")
            || candidate.tail.suffix(8).elementsEqual("cdsaencr".utf8)
    }

    let description: ImageDescription
    var files: [EvidenceFile] { [file] }

    private let file: EvidenceFile
    private let map: DMGMap
    private var reader = PackedReader()

    init(opening candidate: Candidate) throws(EvidenceError) {
        file = candidate.file
        guard let trailer = candidate.dmgTrailer else { throw Self.unsupported(candidate, "it is encrypted") }
        guard trailer.segmentCount <= 1 else {
            throw Self.unsupported(candidate, "it is one of \(trailer.segmentCount) segments of an image")
        }
        guard trailer.propertyListByteCount > 0 else {
            throw Self.unsupported(candidate, "its map is in a resource fork, as before Mac OS X 10.2")
        }
        guard trailer.propertyListByteCount <= DMGPropertyList.byteLimit,
            let list = try file.bytes(
                at: trailer.propertyListOffset, byteCount: Int(trailer.propertyListByteCount)),
            let tables = DMGPropertyList.blockTables(in: list),
            let map = DMGMap(tables: tables, dataOffset: trailer.dataOffset)
        else { throw candidate.damaged("the property list with its map is missing, damaged, or larger than 64 MiB") }
        self.map = map
        description = ImageDescription(format: "dmg", byteCount: trailer.deviceByteCount)
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        guard let entry = map.entry(atOrBehind: offset), entry.range.offset <= offset else {
            let end = min(map.entry(atOrBehind: offset)?.range.offset ?? .max, description.byteCount)
            throw error(
                .containerDamaged, ByteRange(offset: offset, byteCount: end - offset), "its map leaves them out")
        }
        let end = min(entry.range.end, description.byteCount)
        let rest = ByteRange(offset: offset, byteCount: end - offset)
        switch entry.kind {
        case DMGMap.Kind.zeros, DMGMap.Kind.ignored: return Stretch(byteCount: rest.byteCount, source: .zeros)
        case DMGMap.Kind.stored:
            guard let place = entry.fileOffset.adding(offset - entry.range.offset) else {
                throw error(.containerDamaged, rest, "its map places them nowhere")
            }
            return try .stored(in: file, at: place, for: rest)
        case DMGMap.Kind.zlib:
            return Stretch(
                byteCount: rest.byteCount, source: .packed(try block(entry), skip: Int(offset - entry.range.offset)))
        default:
            throw error(
                .unsupportedCompression, rest, "they are packed as \(Self.words(for: entry.kind)), which is not read")
        }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let written = try reader.inflate(
            block.file, at: block.fileOffset, byteCount: block.packedByteCount, as: .zlib, into: &buffer)
        guard written == buffer.count else {
            throw error(
                .chunkChecksum, ByteRange(offset: block.offset, byteCount: Int64(block.byteCount)),
                "the block at byte \(block.fileOffset) of the file fails its checksum")
        }
    }

    private func block(_ entry: DMGMap.Entry) throws(EvidenceError) -> PackedBlock {
        // What is compressed is hardly ever longer than it was; a lying map must not make it so.
        guard entry.range.byteCount <= PackedBlock.sizeLimit,
            entry.packedByteCount <= entry.range.byteCount * 2 + 1024
        else { throw error(.containerDamaged, entry.range, "their block is larger than any program makes it") }
        guard entry.fileOffset < file.byteCount else {
            throw error(
                .truncatedImage, entry.range, "their block is at byte \(entry.fileOffset), behind the file's end")
        }
        return PackedBlock(
            offset: entry.range.offset, byteCount: Int(entry.range.byteCount), file: file,
            fileOffset: entry.fileOffset, packedByteCount: Int(entry.packedByteCount), packing: entry.kind)
    }

    private func error(_ reason: Failure.Reason, _ range: ByteRange, _ cause: String) -> EvidenceError {
        EvidenceError(
            reason, path: file.path, byteOffset: range.offset, byteCount: range.byteCount,
            cause: "of the bytes \(range.offset) to \(range.end), \(cause)")
    }

    private static func unsupported(_ candidate: Candidate, _ cause: String) -> EvidenceError {
        EvidenceError(
            .unsupportedImage, path: candidate.file.path,
            cause:
                "a disk image of macOS, but \(cause). Convert it with hdiutil to one that is compressed by zlib (UDZO)")
    }

    private static func words(for kind: UInt32) -> String {
        switch kind {
        case DMGMap.Kind.adc: "ADC"
        case DMGMap.Kind.bzip2: "bzip2"
        case DMGMap.Kind.lzfse: "LZFSE"
        case DMGMap.Kind.lzma: "LZMA"
        default: "kind \(String(kind, radix: 16))"
        }
    }
}

extension Candidate {
    fileprivate var dmgTrailer: DMGTrailer? { DMGTrailer(tail.suffix(DMGTrailer.byteCount)) }
}
