internal import Findings

/// The Advanced Forensic Format, version 1, in one file (`.aff`): pages of the device, stored or compressed by zlib.
///
/// Pages that are compressed otherwise, are missing, or are damaged are named as lost, each with its range.
final class AFFContainer: Container {
    private static let signature = Array("AFF10\r\n\0".utf8)

    static func recognises(_ candidate: Candidate) -> Bool { candidate.has(signature) }

    let description: ImageDescription
    let unreadable: [Failure]
    var files: [EvidenceFile] { [file] }

    private let file: EvidenceFile
    private let pages: AFFPages
    private let pageByteCount: Int64
    private var reader = PackedReader()

    private static let pageByteLimits = 512...Int64(PackedBlock.sizeLimit)

    init(opening candidate: Candidate) throws(EvidenceError) {
        file = candidate.file
        let contents = try AFFContents(of: file, from: Int64(Self.signature.count))
        if contents.isEncrypted {
            throw EvidenceError(
                .unsupportedImage, path: file.path,
                cause: "an encrypted AFF image. Decrypt it with affconvert, and examine the result")
        }
        guard let pageByteCount = contents.pageByteCount, Self.pageByteLimits.contains(pageByteCount),
            let deviceByteCount = contents.deviceByteCount, deviceByteCount > 0
        else {
            throw candidate.damaged(contents.damage ?? "it does not say how large the device or its pages are")
        }
        (pages, self.pageByteCount) = (contents.pages, pageByteCount)
        let sectorSize = contents.sectorSize
        description = ImageDescription(
            format: "aff", byteCount: deviceByteCount, sectorSize: sectorSize > 0 ? sectorSize : 512,
            storedDigests: contents.digests, acquisition: contents.acquisition)
        var failures = contents.damage.map { [candidate.damaged($0)] } ?? []
        if contents.badSectorCount > 0 {
            failures.append(
                EvidenceError(
                    .unreadable, path: file.path,
                    cause:
                        "\(contents.badSectorCount) sectors could not be read when the device was acquired; the image "
                        + "holds a filler in their places, and does not say which they are"))
        }
        unreadable = failures.map { $0.failure(scope: .image, stage: .survey) }
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let (number, skip) = offset.quotientAndRemainder(dividingBy: pageByteCount)
        let start = number * pageByteCount
        let whole = ByteRange(offset: start, byteCount: min(pageByteCount, description.byteCount - start))
        let rest = ByteRange(offset: offset, byteCount: whole.end - offset)
        guard let page = pages[number] else { throw error(.containerDamaged, whole, "page \(number) is missing") }
        switch page.packing {
        case .zeros: return Stretch(byteCount: rest.byteCount, source: .zeros)
        case .stored:
            guard page.byteCount >= whole.byteCount else {
                throw error(.containerDamaged, whole, "page \(number) has only \(page.byteCount) bytes")
            }
            return try .stored(in: file, at: page.fileOffset + skip, for: rest)
        case .zlib:
            let block = PackedBlock(
                offset: start, byteCount: Int(whole.byteCount), file: file, fileOffset: page.fileOffset,
                packedByteCount: Int(min(page.byteCount, whole.byteCount * 2 + 1024)), packing: 0)
            return Stretch(byteCount: rest.byteCount, source: .packed(block, skip: Int(skip)))
        case .other(let name):
            throw error(.unsupportedCompression, whole, "page \(number) is packed by \(name), which is not read")
        }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let written = try reader.inflate(
            block.file, at: block.fileOffset, byteCount: block.packedByteCount, as: .zlib, into: &buffer)
        guard written == buffer.count else {
            throw error(
                .chunkChecksum, ByteRange(offset: block.offset, byteCount: Int64(block.byteCount)),
                "page \(block.offset / pageByteCount), at byte \(block.fileOffset) of the file, fails its checksum")
        }
    }

    private func error(_ reason: Failure.Reason, _ range: ByteRange, _ cause: String) -> EvidenceError {
        EvidenceError(
            reason, path: file.path, byteOffset: range.offset, byteCount: range.byteCount, cause: cause)
    }
}
