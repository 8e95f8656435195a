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
        let segments = try RawSegments(of: candidate)
        var (files, starts, end) = ([EvidenceFile](), [Int64](), Int64(0))
        for file in segments.files where file.byteCount > 0 {
            let (next, overflow) = end.addingReportingOverflow(file.byteCount)
            guard !overflow else { throw candidate.damaged("its segments are larger than any device") }
            files.append(file)
            starts.append(end)
            end = next
        }
        guard end > 0 else {
            throw EvidenceError(.emptyImage, path: candidate.file.path, cause: "the image is empty: 0 bytes")
        }
        (self.files, self.starts) = (files, starts)
        description = ImageDescription(format: files.count > 1 ? "split raw" : "raw", byteCount: end)
        unreadable = segments.losses(upTo: end).map { $0.failure(scope: .image, stage: .survey) }
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
}
