internal import Findings

/// Apple's disk images (UDIF): a device in runs, each stored, zero, or packed by zlib or ADC. Source: “Apple Disk Image
/// (UDIF) format specification”, J. Metz.
///
/// Runs that are packed by bzip2, LZFSE or LZMA are ranges that cannot be read; the rest of the device is.
final class DMGContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool {
        candidate.tail.suffix(DMGTrailer.byteCount).starts(with: DMGTrailer.signature) || isEncrypted(candidate)
    }

    private static func isEncrypted(_ candidate: Candidate) -> Bool {
        candidate.has("encrcdsa") || candidate.tail.suffix(8).elementsEqual("cdsaencr".utf8)
    }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]

    private let file: EvidenceFile
    private let runs: [DMGRun]
    private var reader = PackedReader()

    init(opening candidate: Candidate) throws(EvidenceError) {
        guard !Self.isEncrypted(candidate) else {
            throw EvidenceError(
                .encryptedVolume, path: candidate.file.path,
                cause: "the disk image is encrypted. Convert it with hdiutil and its key, and examine that")
        }
        guard let trailer = DMGTrailer(candidate.tail.suffix(DMGTrailer.byteCount)) else {
            throw candidate.damaged("its trailer is damaged")
        }
        guard trailer.segmentCount <= 1 else {
            throw EvidenceError(
                .unsupportedImage, path: candidate.file.path,
                cause:
                    "the disk image is cut into \(trailer.segmentCount) files, which is not read. Join them with hdiutil"
            )
        }
        let tables = try DMGTables(trailer, of: candidate)
        let byteCount = max(trailer.deviceByteCount, tables.runs.last.map { $0.offset + $0.byteCount } ?? 0)
        guard byteCount > 0 else { throw candidate.damaged("its trailer says that the device has no bytes") }
        (file, files, runs) = (candidate.file, [candidate.file], tables.runs)
        description = ImageDescription(format: "dmg", byteCount: byteCount)
        unreadable =
            Self.failures(of: tables, candidate)
            + Self.holes(in: tables.runs, byteCount).failures(.containerDamaged, path: file.path, Self.holeWords)
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let next = nextRun(behind: offset)
        let end = next < runs.count ? runs[next].offset : description.byteCount
        guard next > 0, runs[next - 1].offset + runs[next - 1].byteCount > offset else {
            throw EvidenceError(
                .containerDamaged, path: file.path, byteOffset: offset, byteCount: end - offset,
                cause: Self.holeWords)
        }
        let run = runs[next - 1]
        let skip = offset - run.offset
        // Where runs overlap, the one that begins later is used.
        let range = ByteRange(offset: offset, byteCount: min(run.byteCount - skip, end - offset))
        switch run.kind {
        case .zeros, .unwritten: return Stretch(byteCount: range.byteCount, source: .zeros)
        case .stored:
            guard run.packedByteCount >= run.byteCount, let place = run.fileOffset.adding(skip) else {
                throw damaged(run, "is shorter than it has to be")
            }
            return try .stored(in: file, at: place, for: range)
        case .adc, .zlib:
            guard run.byteCount <= Int64(PackedBlock.sizeLimit), run.packedByteCount <= run.byteCount * 2 + 1024 else {
                throw damaged(run, "is larger than any that is unpacked")
            }
            let block = PackedBlock(
                offset: run.offset, byteCount: Int(run.byteCount), file: file, fileOffset: run.fileOffset,
                packedByteCount: Int(run.packedByteCount), packing: run.kind.rawValue)
            return Stretch(byteCount: range.byteCount, source: .packed(block, skip: Int(skip)))
        case .bzip2, .lzfse, .lzma: throw Self.notUnpacked(run, file)
        }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let written =
            if block.packing == DMGRun.Kind.adc.rawValue {
                try reader.read(block.file, at: block.fileOffset, byteCount: block.packedByteCount) { packed in
                    ADC.unpack(packed, into: &buffer)
                }
            } else {
                try reader.inflate(
                    block.file, at: block.fileOffset, byteCount: block.packedByteCount, as: .zlib, into: &buffer)
            }
        guard written == block.byteCount else {
            throw EvidenceError(
                .chunkChecksum, path: file.path, byteOffset: block.offset, byteCount: Int64(block.byteCount),
                cause: "the run at byte \(block.fileOffset) cannot be unpacked")
        }
    }

    private static let holeWords = "no run of its tables has these bytes"

    /// What lies between the runs.
    private static func holes(in runs: [DMGRun], _ byteCount: Int64) -> LostRanges {
        var (lost, reach): (LostRanges, Int64) = (LostRanges(), 0)
        for run in runs {
            lost.add(from: reach, to: run.offset)
            reach = run.offset + run.byteCount
        }
        lost.add(from: reach, to: byteCount)
        return lost
    }

    /// The number of the first run that begins behind `offset`.
    private func nextRun(behind offset: Int64) -> Int {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func damaged(_ run: DMGRun, _ cause: String) -> EvidenceError {
        EvidenceError(
            .containerDamaged, path: file.path, byteOffset: run.offset, byteCount: run.byteCount,
            cause: "the run at byte \(run.fileOffset) \(cause)")
    }

    private static func notUnpacked(_ run: DMGRun, _ file: EvidenceFile) -> EvidenceError {
        EvidenceError(
            .unsupportedCompression, path: file.path, byteOffset: run.offset, byteCount: run.byteCount,
            cause:
                "these bytes are packed by \(run.kind.name), which is not unpacked. Convert the image to one that is packed by zlib (UDZO)"
        )
    }

    /// What is known to be lost, joined where it touches.
    private static func failures(of tables: DMGTables, _ candidate: Candidate) -> [Failure] {
        var failures: [Failure] = []
        for run in tables.runs where [.bzip2, .lzfse, .lzma].contains(run.kind) {
            if let end = failures.last?.range?.end, end == run.offset {
                failures[failures.count - 1].range?.byteCount += run.byteCount
            } else {
                failures.append(notUnpacked(run, candidate.file).failure(scope: .range, stage: .survey))
            }
        }
        if tables.damagedCount > 0 {
            let error = candidate.damaged("\(tables.damagedCount) of its tables are damaged and were left out")
            failures.append(error.failure(scope: .image, stage: .survey))
        }
        return failures
    }
}
