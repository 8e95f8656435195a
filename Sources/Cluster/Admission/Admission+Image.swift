internal import ClusterProtocol
internal import Findings

// What may land of a survey, and of the verification of a whole image.

extension Admission {
    func admitSurvey(_ findings: ShardFindings) throws(ProtocolError) {
        if let image = findings.image { try admit(image) }
        try require(
            findings.volumes.count <= Ceiling.volumes && (findings.image != nil || findings.volumes.isEmpty),
            "\(findings.volumes.count) volumes of an image")
        for (place, volume) in findings.volumes.enumerated() {
            try require(Int(volume.index) == place, "volume \(volume.index) in the place of \(place)")
            try admit(volume.range, of: "a volume")
            for text in [volume.scheme, volume.description, volume.fileSystem ?? "", volume.label ?? ""] {
                try admit(text: text.utf8.count, of: "a word about a volume")
            }
        }
        for extent in findings.extents {
            try admit(extent.range, of: "an extent")
            try require(
                [.unpartitioned, .failed].contains(extent.coverage), "an extent of \(extent.coverage) from a survey")
            try require(extent.range.end <= findings.image?.byteCount ?? 0, "an extent past the end of the image")
        }
        try require(findings.failures.count <= Ceiling.failures, "\(findings.failures.count) failures of a survey")
        for failure in findings.failures {
            let isOfVolume = failure.volume.map { findings.volumes.indices.contains(Int($0)) } ?? true
            try require(
                failure.stage == .survey && failure.scope != .item && failure.ordinal == nil && isOfVolume,
                "a failure of another's from a survey")
        }
    }

    private func admit(_ image: ImageDescription) throws(ProtocolError) {
        try require(image.byteCount >= 0, "an image of \(image.byteCount) bytes")
        try require(image.sectorSize > 0, "sectors of \(image.sectorSize) bytes")
        for (name, value) in image.acquisition {
            try admit(text: max(name.utf8.count, value.utf8.count), of: "a word about the acquisition")
        }
    }

    /// Every digest that was asked about has its answer, and there is none to anything else.
    func admitVerification(
        _ findings: ShardFindings, of work: Caseload_V1_VerificationWork
    ) throws(ProtocolError) {
        var asked: [StoredDigest] = []
        for stored in work.stored { asked.append(try stored.decoded()) }
        try require(findings.verifications.map(\.stored) == asked, "an answer to digests that were not asked about")
        for verification in findings.verifications {
            guard let computed = verification.computed else { continue }
            try require(
                computed.count == verification.stored.algorithm.byteCount, "a digest of \(computed.count) bytes")
        }
        let isWhole = findings.verifications.allSatisfy { $0.computed != nil && $0.matches != false }
        try require(isWhole || !findings.failures.isEmpty, "a verification that failed without a failure")
        try require(findings.failures.count <= Ceiling.failures, "\(findings.failures.count) failures of an image")
        for failure in findings.failures {
            try require(
                failure.stage == .verification && [.image, .range].contains(failure.scope) && failure.volume == nil
                    && failure.ordinal == nil, "a failure of another's from a verification")
        }
    }
}
