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
        if let stated = layout.statedByteCount, Int64(layout.pages.count - 1) * pageByteCount >= stated {
            errors.append(
                candidate.damaged(
                    "by its own word the device has \(stated) bytes, and it has pages of \(pageByteCount) bytes up to "
                        + "number \(layout.pages.count - 1): those behind the end are not read"))
        }
        return errors.map { $0.failure(scope: .image, stage: .survey) }
            + absentPages(of: layout, byteCount, pageByteCount).failures(
                layout.brokenAt == nil ? .containerDamaged : .truncatedImage, path: candidate.file.path,
                "no page of it has these bytes")
    }

    private static func absentPages(of layout: AFFLayout, _ byteCount: Int64, _ pageByteCount: Int64) -> LostRanges {
        var lost = LostRanges()
        for (number, page) in layout.pages.enumerated() where page == nil {
            lost.add(from: Int64(number) * pageByteCount, to: min(byteCount, Int64(number + 1) * pageByteCount))
        }
        lost.add(from: Int64(layout.pages.count) * pageByteCount, to: byteCount)
        return lost
    }
}
