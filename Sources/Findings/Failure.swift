/// Something of the exhibit that could not be examined, or was found damaged: never silence.
public struct Failure: Hashable, Sendable {
    public var scope: Scope
    /// The volume's index; nil when the failure is about the image.
    public var volume: Int32?
    /// The item's ordinal within its volume, where it is about an item that has one.
    public var ordinal: Int64?
    /// The file system's address of what failed, where there is one.
    public var address: String?
    /// The path of the item or folder that failed, where there is one.
    public var path: [UInt8]?
    /// The bytes of the device that are concerned, where they are known.
    public var range: ByteRange?
    public var stage: Stage
    public var reason: Reason
    /// The parser's own words, and what an investigator can do.
    public var detail: String

    public enum Scope: String, Hashable, Sendable, CaseIterable {
        case image, volume, item, range
    }

    /// The part of the examination in which it happened.
    public enum Stage: String, Hashable, Sendable {
        case survey, walk, content, verification
    }

    public init(
        scope: Scope, volume: Int32? = nil, ordinal: Int64? = nil, address: String? = nil, path: [UInt8]? = nil,
        range: ByteRange? = nil, stage: Stage, reason: Reason, detail: String
    ) {
        self.scope = scope
        self.volume = volume
        self.ordinal = ordinal
        self.address = address
        self.path = path
        self.range = range
        self.stage = stage
        self.reason = reason
        self.detail = detail
    }
}

extension Failure {
    /// Why, in one word that stays the same from release to release; the manual explains each.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        // The image.
        case truncatedImage = "truncated-image"
        case chunkChecksum = "chunk-checksum"
        case missingSegment = "missing-segment"
        case containerDamaged = "container-damaged"
        case storedHashMismatch = "stored-hash-mismatch"
        case emptyImage = "empty-image"
        case parentImageMissing = "parent-image-missing"
        case extentMissing = "extent-missing"
        case externalFileRefused = "external-file-refused"
        case unsupportedImage = "unsupported-image"
        case imageChanged = "image-changed"
        case unreadable
        // Its volumes.
        case noFileSystem = "no-file-system"
        case unsupportedFileSystem = "unsupported-file-system"
        case unsupportedVolumeManager = "unsupported-volume-manager"
        case encryptedVolume = "encrypted-volume"
        case partitionTableLoop = "partition-table-loop"
        case partitionTableDamaged = "partition-table-damaged"
        case overlappingVolumes = "overlapping-volumes"
        case volumeOutsideImage = "volume-outside-image"
        case gptHeaderDamaged = "gpt-header-damaged"
        case volumeShadowCopies = "volume-shadow-copies-not-examined"
        case fileSystemDamaged = "file-system-damaged"
        case formerFileSystem = "former-file-system"
        // Its items.
        case damagedEntry = "damaged-entry"
        case directoryCycle = "directory-cycle"
        case clusterLoop = "cluster-loop"
        case chainShorterThanSize = "chain-shorter-than-size"
        case clusterOutsideVolume = "cluster-outside-volume"
        case sizeExceedsVolume = "size-exceeds-volume"
        case sizeLimit = "size-limit"
        case itemLimit = "item-limit"
        case memoryLimit = "memory-limit"
        case timeLimit = "time-limit"
        case encryptedItem = "encrypted-item"
        case unsupportedCompression = "unsupported-compression"
        case contentElsewhere = "content-elsewhere"
        case archiveNotExamined = "archive-not-examined"
        // The program.
        case parserCrashed = "parser-crashed"
    }
}
