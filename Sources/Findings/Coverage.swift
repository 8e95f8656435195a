/// What a byte of an exhibit is. Every byte has exactly one class; where several claim it, the first in this order wins.
public enum CoverageClass: String, Hashable, Sendable, CaseIterable, Codable {
    /// The container holds no trustworthy bytes for it: a damaged chunk, a missing segment, past the end.
    case unreadable
    /// Content of an examined item.
    case content
    /// Belongs to an item or a volume that could not be examined.
    case failed
    /// Between the end of an item's content and the end of its last allocation unit.
    case slack
    /// The file system's own: boot areas, tables, inodes, journals, folders.
    case structures
    /// Of a file system, but in use by nothing.
    case unallocated
    /// Of no volume, the partition table itself included.
    case unpartitioned
}

/// A range of the device with its class, as a walk or a survey states it: the ground on which items lie.
public struct Extent: Hashable, Sendable {
    public var range: ByteRange
    public var coverage: CoverageClass

    public init(range: ByteRange, coverage: CoverageClass) {
        self.range = range
        self.coverage = coverage
    }
}
