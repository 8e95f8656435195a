internal import Findings

extension QCOWContainer {
    /// Refuses what is not read at all.
    static func check(_ header: QCOWHeader, _ candidate: Candidate) throws(EvidenceError) {
        guard header.encryption == 0 else {
            throw EvidenceError(
                .encryptedVolume, path: candidate.file.path,
                cause: "the image is encrypted (method \(header.encryption)). Decrypt it with its key, and examine that"
            )
        }
        guard header.features.isSubset(of: .known) else {
            throw EvidenceError(
                .unsupportedImage, path: candidate.file.path,
                cause: "it needs features that are not known here (\(header.features.rawValue)). Convert it to raw")
        }
        let shown = header.rootOffset.adding(8) ?? .max
        guard shown <= candidate.file.byteCount, header.rootEntryCount > 0 else {
            throw candidate.damaged("its first table, at byte \(header.rootOffset), lies outside of the file")
        }
    }

    /// What is wrong with it, or not examined, without any byte of the device being lost.
    static func flaws(of header: QCOWHeader, _ candidate: Candidate) -> [Failure] {
        var flaws: [EvidenceError] = []
        if header.features.contains(.corrupt) {
            flaws.append(candidate.damaged("it is marked as corrupt by the program that wrote it last"))
        }
        if header.snapshotCount > 0 {
            flaws.append(
                EvidenceError(
                    .volumeShadowCopies, path: candidate.file.path,
                    cause:
                        "the image keeps \(header.snapshotCount) snapshots of former states. Convert each to an image"))
        }
        return flaws.map { $0.failure(scope: .image, stage: .survey) }
    }

    /// A raw backing file is said to be one, and is then not looked into: whoever wrote to the device decides what its
    /// first bytes are.
    static func parent(of header: QCOWHeader, _ candidate: Candidate) throws(EvidenceError) -> ParentImage? {
        guard header.backingOffset != 0, header.backingByteCount > 0 else { return nil }
        guard header.backingByteCount <= 1023,
            let bytes = try candidate.file.bytes(at: header.backingOffset, byteCount: header.backingByteCount)
        else { throw candidate.damaged("the name of its backing file lies outside of the file") }
        let format = header.extensionBytes(QCOWHeader.backingFormat, in: candidate.head)
        let isRaw = format?.elementsEqual("raw".utf8) == true
        let path = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return try candidate.openParent(named: [path], as: isRaw ? RawContainer.self : nil)
    }

    static func dataFile(of header: QCOWHeader, _ candidate: Candidate) throws(EvidenceError) -> EvidenceFile {
        guard header.features.contains(.externalData) else { return candidate.file }
        let name = header.extensionBytes(QCOWHeader.dataFileName, in: candidate.head) ?? []
        return try candidate.open(named: [String(decoding: name, as: UTF8.self)], missing: .extentMissing)
    }
}
