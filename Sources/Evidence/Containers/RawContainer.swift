internal import Findings

/// The device's bytes as they are, in one file or cut into several.
final class RawContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool { true }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]
    let statesItsSize = false
    /// Where on the device each file begins, in order.
    private let starts: [Int64]

    init(opening candidate: Candidate) throws(EvidenceError) {
        var (files, starts, end) = ([EvidenceFile](), [Int64](), Int64(0))
        for name in try Self.names(of: candidate) {
            let file = name == candidate.file.name ? candidate.file : try candidate.open(segment: name)
            let (next, overflow) = end.addingReportingOverflow(file.byteCount)
            guard !overflow else { throw candidate.damaged("its segments are larger than any device") }
            guard file.byteCount > 0 else { continue }
            files.append(file)
            starts.append(end)
            end = next
        }
        guard end > 0 else {
            throw EvidenceError(.emptyImage, path: candidate.file.path, cause: "the image is empty: 0 bytes")
        }
        (self.files, self.starts) = (files, starts)
        description = ImageDescription(format: files.count > 1 ? "split raw" : "raw", byteCount: end)
        unreadable = Self.gap(in: candidate, end: end)
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let within = offset - starts[low]
        return Stretch(byteCount: files[low].byteCount - within, source: .file(files[low], offset: within))
    }

    /// The segments up to the first gap: where those behind it belong on the device, nobody can say.
    private static func names(of candidate: Candidate) throws(EvidenceError) -> [String] {
        let segments = candidate.segments
        guard let missing = segments.missing.first else { return segments.names }
        return segments.names.filter { ($0.utf8.count, $0) < (missing.utf8.count, missing) }
    }

    private static func gap(in candidate: Candidate, end: Int64) -> [Failure] {
        guard let missing = candidate.segments.missing.first else { return [] }
        let error = EvidenceError(
            .missingSegment, path: candidate.folder.display(missing),
            cause: "this segment is missing, so that the device is read up to byte \(end) only")
        return [error.failure(scope: .image, stage: .survey)]
    }
}
