extension Failure {
    /// What the bytes are that it names; nil when it says nothing about them.
    public var coverage: CoverageClass? { isOfContainer ? .unreadable : reason.coverage }

    /// Whether it is the image that packs the bytes in a way that is not unpacked: then nobody has them. A file that is
    /// packed by its file system is no more than a file that failed.
    private var isOfContainer: Bool {
        reason == .unsupportedCompression && (scope == .image || scope == .range || stage == .content)
    }
}

extension Failure.Reason {
    /// What the bytes are that a failure of this kind names, unless the image itself is the reason; nil when the failure says
    /// nothing about them: what lies there was examined, or is claimed by something else.
    public var coverage: CoverageClass? {
        switch self {
        case .truncatedImage, .chunkChecksum, .missingSegment, .containerDamaged, .parentImageMissing, .extentMissing,
            .externalFileRefused, .unsupportedImage, .imageChanged, .unreadable:
            .unreadable
        case .noFileSystem, .unsupportedFileSystem, .unsupportedVolumeManager, .encryptedVolume,
            .fileSystemDamaged, .damagedEntry, .clusterLoop, .sizeLimit, .itemLimit, .memoryLimit, .timeLimit,
            .encryptedItem, .unsupportedCompression, .contentElsewhere, .parserCrashed:
            .failed
        case .storedHashMismatch, .emptyImage, .partitionTableLoop, .partitionTableDamaged,
            .overlappingVolumes, .volumeOutsideImage, .gptHeaderDamaged, .volumeShadowCopies, .formerFileSystem,
            .directoryCycle, .chainShorterThanSize, .clusterOutsideVolume, .sizeExceedsVolume, .archiveNotExamined:
            nil
        }
    }
}
