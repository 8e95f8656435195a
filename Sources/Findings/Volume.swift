/// A partition of the device, or the whole device where there is no partition table.
public struct Volume: Hashable, Sendable {
    /// The volume's number within its exhibit, from 0, in the order of the survey; the same in every survey.
    public var index: Int32
    /// Where it starts and how long it says it is, in bytes of the device.
    public var range: ByteRange
    /// `none`, `mbr`, `gpt`, `apm`, `bsd`, `sun`, or `apfs` for a volume inside an APFS container.
    public var scheme: String
    /// What the partition table calls it.
    public var description: String
    /// `ntfs`, `fat12`, `fat16`, `fat32`, `exfat`, `ext2`, `ext3`, `ext4`, `hfs+`, `apfs`, `iso9660`, `ufs`,
    /// `yaffs2`; or what was recognised but cannot be read (`luks`, `xfs`, …); nil when nothing was recognised.
    public var fileSystem: String?
    public var label: String?
    /// Whether a walk of its file system follows.
    public var state: State
    /// The number by which the parser tells the volumes of one container apart (an APFS volume's superblock); else 0.
    public var subvolume: Int64

    public enum State: String, Hashable, Sendable {
        /// Its file system will be walked.
        case readable
        /// It cannot be examined; a failure says why.
        case failed
    }

    public init(
        index: Int32, range: ByteRange, scheme: String, description: String, fileSystem: String?,
        label: String? = nil, state: State, subvolume: Int64 = 0
    ) {
        self.index = index
        self.range = range
        self.scheme = scheme
        self.description = description
        self.fileSystem = fileSystem
        self.label = label
        self.state = state
        self.subvolume = subvolume
    }
}
