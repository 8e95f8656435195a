/// One examined thing as a walk of its file system describes it, before its content is read.
public struct Item: Hashable, Sendable {
    /// The item's place in the walk of its volume, from 0. Together with the volume's index it names the item
    /// within its exhibit, and is the same in every examination.
    public var ordinal: Int64
    /// The file system's own address as libtsk names it: `1234`, on NTFS `1234-128-1` (entry-type-id). With `stream` it
    /// names the item within its volume; a deleted name without metadata has its place in its folder added.
    public var address: String
    /// The alternate data stream's, resource fork's or extended attribute's name; nil for the main stream.
    public var stream: [UInt8]?
    /// The first of its paths in the order of the walk: bytes as on the disk, starting with `/`.
    public var path: [UInt8]
    public var kind: Kind
    public var isAllocated: Bool
    /// A deleted item whose clusters belong, at least in part, to something else again.
    public var isOverwritten: Bool
    /// The size of its content in bytes; nil where the file system gives none.
    public var byteCount: Int64?
    public var created: Timestamp?
    public var modified: Timestamp?
    public var accessed: Timestamp?
    /// When its metadata last changed.
    public var changed: Timestamp?
    /// A symbolic link's target, as bytes.
    public var linkTarget: [UInt8]?
    /// Its content, piece by piece in file order, summing up to `byteCount`, where `reading` is `.runs`; where it is
    /// `.parser`, the pieces of the device that the content is unpacked from, as far as they are known.
    public var runs: [Run]
    /// What its last allocation unit holds behind its content.
    public var slack: [ByteRange]
    public var reading: Reading

    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case file, directory, link, virtual
        case fork, fifo, socket
        case characterDevice = "character-device"
        case blockDevice = "block-device"
        case other
    }

    /// How its content is read.
    public enum Reading: Hashable, Sendable {
        /// It has none: a directory, a device, a file whose loss is already a failure.
        case nothing
        /// Straight from the device, by `runs`.
        case runs
        /// Through the file system's parser (compressed, resident or otherwise transformed): the parser's numbers for
        /// the metadata address, the attribute's type and its id.
        case parser(address: UInt64, type: UInt32, id: UInt16)
        /// The content itself, already read by the walk (at most 4 KiB: resident and inline files, link targets).
        case inline([UInt8])
    }

    public init(
        ordinal: Int64, address: String, stream: [UInt8]? = nil, path: [UInt8], kind: Kind, isAllocated: Bool,
        isOverwritten: Bool = false, byteCount: Int64?, created: Timestamp? = nil, modified: Timestamp? = nil,
        accessed: Timestamp? = nil, changed: Timestamp? = nil, linkTarget: [UInt8]? = nil, runs: [Run] = [],
        slack: [ByteRange] = [], reading: Reading
    ) {
        self.ordinal = ordinal
        self.address = address
        self.stream = stream
        self.path = path
        self.kind = kind
        self.isAllocated = isAllocated
        self.isOverwritten = isOverwritten
        self.byteCount = byteCount
        self.created = created
        self.modified = modified
        self.accessed = accessed
        self.changed = changed
        self.linkTarget = linkTarget
        self.runs = runs
        self.slack = slack
        self.reading = reading
    }
}

/// A further path of an item that has several hard links.
public struct FurtherPath: Hashable, Sendable {
    /// The item's ordinal within its volume.
    public var ordinal: Int64
    public var path: [UInt8]

    public init(ordinal: Int64, path: [UInt8]) {
        self.ordinal = ordinal
        self.path = path
    }
}
