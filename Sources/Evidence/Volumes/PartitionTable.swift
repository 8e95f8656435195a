internal import Findings

/// What a partition table says, with what is wrong with it.
struct PartitionTable {
    /// `mbr`, `gpt`, `apm`, `bsd` or `sun`, as `Volume.scheme` has it.
    var scheme: String
    /// The unit that its numbers count in, in bytes.
    var sectorSize: Int64
    var partitions: [Partition] = []
    /// What was found damaged on the way: about the image, since volumes have no number yet.
    var failures: [Failure] = []
    /// The size of the whole device as the table has it, in bytes; nil where it says nothing of that.
    var deviceByteCount: Int64?
    /// Why the table cannot be used, although it is one: its damage. Then there are no partitions.
    var ruin: Failure?

    /// The most partitions that are taken from all tables of an image; what is beyond is a failure. Real disks have
    /// fewer than 128.
    static let partitionLimit = 1_000

    init(scheme: String, sectorSize: Int64) {
        self.scheme = scheme
        self.sectorSize = sectorSize
    }

    /// Adds a failure that is about the image as a whole.
    mutating func fail(_ reason: Failure.Reason, _ range: ByteRange?, _ detail: String) {
        failures.append(Failure(scope: .image, range: range, stage: .survey, reason: reason, detail: detail))
    }

    /// Adds a failure that the device made, when it could not hand out bytes of the table.
    mutating func fail(_ error: EvidenceError) {
        failures.append(error.failure(scope: .image, stage: .survey))
    }
}

/// One entry of a partition table.
struct Partition {
    /// Where it says it lies, in bytes of the device: it may reach beyond the end.
    var range: ByteRange
    var scheme: String
    /// What the table calls it.
    var description: String
    /// What its type alone says against examining it, where its content says nothing.
    var obstacle: Obstacle?
    /// Whether by its type it holds no file system: room for a boot loader or for a volume manager's notes.
    var isBare: Bool

    init(
        range: ByteRange, scheme: String, description: String, obstacle: Obstacle? = nil, isBare: Bool = false
    ) {
        self.range = range
        self.scheme = scheme
        self.description = description
        self.obstacle = obstacle
        self.isBare = isBare
    }
}
