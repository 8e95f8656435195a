internal import Findings

/// The segment files of an image, opened in order up to the last one, or the first that is missing.
struct EWFSegments {
    private(set) var files: [EvidenceFile] = []
    private(set) var layout = EWFLayout()

    init(opening candidate: Candidate) throws(EvidenceError) {
        let names = candidate.segments.names
        for (index, name) in names.enumerated() {
            let file = name == candidate.file.name ? candidate.file : try candidate.open(segment: name)
            guard let number = try Self.number(of: file) else {
                layout.stop(.containerDamaged, "\(name) is not a segment of this image")
                return
            }
            guard number == index + 1 else {
                let missing = candidate.segments.missing.first ?? "segment \(index + 1)"
                layout.stop(
                    .missingSegment,
                    "\(missing) is missing: \(name) is segment \(number), and nothing behind the gap has a place")
                return
            }
            files.append(file)
            if try !file.hasEWFSignature { layout.note(damage: "the signature of \(name)") }
            guard try layout.add(file, number: index) else { return }
        }
        if !layout.isDone {
            let missing = candidate.segments.next ?? "the segment after \(names.last ?? candidate.file.name)"
            layout.stop(.missingSegment, "\(missing) is missing")
        }
    }

    /// The segment's number from its file header; nil when it is no segment at all.
    private static func number(of file: EvidenceFile) throws(EvidenceError) -> Int? {
        if try !file.hasEWFSignature {
            guard try file.hasEWFSection else { return nil }
        }
        return try file.bytes(at: 9, byteCount: 2).map { Int(Record($0, .littleEndian).uint16(at: 0)) }
    }
}

extension EvidenceFile {
    var hasEWFSignature: Bool {
        get throws(EvidenceError) { try bytes(at: 0, byteCount: 8) == EWFContainer.signature }
    }

    /// Whether an undamaged section begins where the first one has to: so a segment is known whose signature is damaged.
    var hasEWFSection: Bool {
        get throws(EvidenceError) { try EWFSection(at: EWFSection.firstOffset, in: self) != nil }
    }
}

extension EWFLayout {
    /// What opening has shown to be lost.
    func failures(of geometry: EWFGeometry, path: String) -> [Failure] {
        var failures: [Failure] = []
        let placed = (tables.last?.endChunk ?? 0).multiplied(by: Int64(geometry.chunkByteCount)) ?? .max
        if placed < geometry.byteCount {
            let end = end ?? (.containerDamaged, "its tables end before the device does")
            let error = EvidenceError(
                end.reason, path: path, byteOffset: placed, byteCount: geometry.byteCount - placed, cause: end.cause)
            failures.append(error.failure(scope: .range, stage: .survey))
        } else if let surplus = tables.last.map({ $0.endChunk - geometry.chunkCount }), surplus > 0 {
            let error = EvidenceError(
                .containerDamaged, path: path,
                cause: "its tables have \(surplus) chunks more than the device: what lies where is not certain")
            failures.append(error.failure(scope: .image, stage: .survey))
        } else if let end {
            failures.append(
                EvidenceError(end.reason, path: path, cause: end.cause).failure(scope: .image, stage: .survey))
        }
        for cause in damage {
            let error = EvidenceError(.containerDamaged, path: path, cause: "\(cause) is damaged and was not used")
            failures.append(error.failure(scope: .image, stage: .survey))
        }
        return failures
    }
}
