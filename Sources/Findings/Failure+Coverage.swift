extension Failure.Reason {
    /// What the bytes are that a failure of this kind names; nil when the failure says nothing about them: what lies
    /// there was examined, or is claimed by something else.
    public var coverage: CoverageClass? {
        switch self {
        case .truncatedImage, .chunkChecksum, .missingSegment, .containerDamaged, .parentImageMissing, .extentMissing,
            .externalFileRefused, .unreadable:
            .unreadable
        case .unsupportedImage, .noFileSystem, .unsupportedFileSystem, .unsupportedVolumeManager, .encryptedVolume,
            .fileSystemDamaged, .damagedEntry, .clusterLoop, .sizeLimit, .itemLimit, .memoryLimit, .timeLimit,
            .encryptedItem, .unsupportedCompression, .contentElsewhere, .parserCrashed:
            .failed
        case .storedHashMismatch, .emptyImage, .imageChanged, .partitionTableLoop, .partitionTableDamaged,
            .overlappingVolumes, .volumeOutsideImage, .gptHeaderDamaged, .volumeShadowCopies, .formerFileSystem,
            .directoryCycle, .chainShorterThanSize, .clusterOutsideVolume, .sizeExceedsVolume, .archiveNotExamined:
            nil
        }
    }
}
