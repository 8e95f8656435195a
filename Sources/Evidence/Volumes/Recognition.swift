internal import Findings

/// What a volume holds, told by its content alone.
struct Recognition {
    /// The word of `Volume.fileSystem`.
    var fileSystem: String
    var label: String?
    /// How long the file system itself says it is, in bytes; nil where it does not say.
    var byteCount: Int64?
    /// Why it cannot be examined; nil when a walk can follow.
    var obstacle: Obstacle?
    /// What else lies in the volume and is not examined.
    var remarks: [Remark] = []
    /// The volumes inside it, where it is a container of several; nil for everything else.
    var inner: [InnerVolume]?

    init(_ fileSystem: String, label: String? = nil, byteCount: Int64? = nil, obstacle: Obstacle? = nil) {
        self.fileSystem = fileSystem
        self.label = label
        self.byteCount = byteCount
        self.obstacle = obstacle
    }

    /// Something beside the file system that an investigator has to know of.
    struct Remark {
        var reason: Failure.Reason
        /// On the device; nil for the whole volume.
        var range: ByteRange?
        var detail: String
    }

    /// A volume of a container.
    struct InnerVolume {
        /// The number by which the parser tells it apart.
        var number: Int64
        var label: String?
        var obstacle: Obstacle?
        /// How many former states of it are kept.
        var snapshotCount: UInt64 = 0
    }
}

/// One kind of content that can be recognised.
struct Format: Sendable {
    /// The word of `Volume.fileSystem`.
    let word: String
    /// Whether its mark lies in the first sector, so that no partition table can be there.
    let claimsFirstSector: Bool
    /// Looks for it.
    /// - Returns: nil when it is not there.
    let look: @Sendable (Window) throws(EvidenceError) -> Recognition?
}
