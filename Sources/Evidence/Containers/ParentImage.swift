internal import Findings

/// The image that another one is a difference to.
struct ParentImage {
    let image: Image

    init(_ image: Image) { self.image = image }

    /// The files that it consists of.
    var files: [EvidenceFile] { image.evidenceFiles }

    /// What lies in the parent from `offset` on, for a difference that says nothing about these bytes itself.
    ///
    /// A difference may be larger than its parent; what it never wrote there is zero. Only a raw parent cannot say
    /// whether it ends there, or was cut short.
    func stretch(at offset: Int64, byteCount: Int64) throws(EvidenceError) -> Stretch {
        if offset < image.byteCount {
            let available = min(byteCount, image.byteCount - offset)
            return Stretch(byteCount: available, source: .parent(image, offset: offset))
        }
        guard image.statesItsSize else {
            throw EvidenceError(
                .truncatedImage, path: image.path, byteOffset: offset, byteCount: byteCount,
                cause: "the image that another one is a difference to ends at byte \(image.byteCount) already")
        }
        return Stretch(byteCount: byteCount, source: .zeros)
    }
}

extension ParentImage? {
    /// The same for what may be no difference at all: then bytes that were never written are zeros.
    func stretch(at offset: Int64, byteCount: Int64) throws(EvidenceError) -> Stretch {
        guard let self else { return Stretch(byteCount: byteCount, source: .zeros) }
        return try self.stretch(at: offset, byteCount: byteCount)
    }
}
