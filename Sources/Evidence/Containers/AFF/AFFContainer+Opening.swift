internal import Findings

extension AFFContainer {
    /// The size of the pages.
    /// - Throws: for images that are not read at all, too.
    static func pageByteCount(of layout: AFFLayout, _ candidate: Candidate) throws(EvidenceError) -> Int64 {
        guard !layout.isEncrypted else {
            throw EvidenceError(
                .encryptedVolume, path: candidate.file.path,
                cause: "the image is encrypted. Decrypt it with its key, and examine that")
        }
        guard !layout.isElsewhere, !layout.isTooLarge else {
            let cause =
                layout.isElsewhere
                ? "it only describes a raw image (AFM). Name the raw image's first file"
                : "it has more segments than the \(AFFLayout.segmentLimit), or pages than the \(AFFLayout.pageLimit), "
                    + "that are read. Convert it to raw or E01"
            throw EvidenceError(.unsupportedImage, path: candidate.file.path, cause: cause)
        }
        guard let size = layout.pageByteCount, size > 0, size <= Int64(PackedBlock.sizeLimit) else {
            throw candidate.damaged("it does not say how large its pages are, or they are larger than 64 MiB")
        }
        return size
    }

    /// What is known to be lost without a page having been read.
    static func failures(
        of layout: AFFLayout, byteCount: Int64, pageByteCount: Int64, _ candidate: Candidate
    ) -> [Failure] {
        var errors: [EvidenceError] = []
        if let end = layout.brokenAt {
            let size =
                layout.statedByteCount == nil
                ? ". How large the device was is not known: \(byteCount) bytes of it are here, or more were" : ""
            errors.append(
                EvidenceError(
                    .truncatedImage, path: candidate.file.path,
                    cause: "it has no whole segment at byte \(end), where it was cut short or damaged\(size)"))
        }
        if let count = layout.fillerCount, count > 0 {
            errors.append(
                EvidenceError(
                    .unreadable, path: candidate.file.path,
                    cause: "\(count) sectors could not be read when the device was acquired; the image has filler there"
                ))
        }
        return errors.map { $0.failure(scope: .image, stage: .survey) }
    }
}
