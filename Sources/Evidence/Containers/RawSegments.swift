internal import Findings

/// The segments of a raw image whose place on the device is known: those up to the first that is missing or too short.
/// Where what is behind that belongs, nobody can say.
struct RawSegments {
    let files: [EvidenceFile]
    private let candidate: Candidate
    /// The last one is shorter than it was, and others follow it.
    private let isCut: Bool

    /// - Throws: when the first segment is missing, so that not even where the device begins is known.
    init(of candidate: Candidate) throws(EvidenceError) {
        self.candidate = candidate
        var opened: [EvidenceFile] = []
        for name in try Self.names(of: candidate) {
            opened.append(name == candidate.file.name ? candidate.file : try candidate.open(segment: name))
        }
        let cut = Self.cut(opened.map(\.byteCount))
        files = Array(opened.prefix(cut.map { $0 + 1 } ?? opened.count))
        isCut = cut != nil
    }

    private static func names(of candidate: Candidate) throws(EvidenceError) -> [String] {
        let segments = candidate.segments
        guard let missing = segments.missing.first else { return segments.names }
        let before = segments.names.filter { ($0.utf8.count, $0) < (missing.utf8.count, missing) }
        if !before.isEmpty { return before }
        // A number makes no segment of a file that is by itself: it may as well be a whole image.
        guard segments.names.count == 1 else {
            throw EvidenceError(
                .missingSegment, path: candidate.folder.display(missing),
                cause: "the first segment of the image is missing, so that nobody can say where on the device the "
                    + "others lie")
        }
        return segments.names
    }

    /// The first segment that is empty, or shorter than the size that most have, and not the last. Tools cut an image into
    /// equal parts, of which the first may be longer; where no two are alike, nothing can be said.
    private static func cut(_ byteCounts: [Int64]) -> Int? {
        let counts = Dictionary(grouping: byteCounts) { $0 }.mapValues(\.count).filter { $0.value > 1 }
        let common = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
        return byteCounts.dropLast().firstIndex { $0 < max(1, common) }
    }

    /// What is known to be lost.
    /// - Parameter end: how much of the device there is.
    func losses(upTo end: Int64) -> [EvidenceError] {
        var losses: [EvidenceError] = []
        if isCut, let last = files.last {
            losses.append(
                EvidenceError(
                    .truncatedImage, path: last.path,
                    cause:
                        "this segment has \(last.byteCount) bytes, less than most, and is not the last: the device "
                        + "is read up to byte \(end) only"))
        }
        guard let missing = candidate.segments.missing.first else { return losses }
        let cause =
            candidate.segments.names.count == 1
            ? "this segment is missing, if the image was cut into segments: then what is read of it lies elsewhere on "
                + "the device"
            : "this segment is missing, so that the device is read up to byte \(end) only"
        losses.append(EvidenceError(.missingSegment, path: candidate.folder.display(missing), cause: cause))
        return losses
    }
}
