internal import Findings

/// Why a content ends before the size that its metadata gives.
struct ContentShortfall {
    let reason: Failure.Reason
    /// What of the device is concerned, where that is known.
    let range: ByteRange?
    let detail: String

    static func runsEnd(after position: Int64, of byteCount: Int64) -> ContentShortfall {
        ContentShortfall(
            reason: .chainShorterThanSize, range: nil,
            detail: "Its clusters end after \(position) of \(byteCount) bytes. What there is can be read in the image.")
    }

    static func deviceEnds(at end: Int64, missing range: ByteRange) -> ContentShortfall {
        ContentShortfall(
            reason: .truncatedImage, range: range,
            detail:
                "The device ends at byte \(end), before the content does. Check that the image was copied completely.")
    }

    static func runBeginsOutside(at offset: Int64) -> ContentShortfall {
        ContentShortfall(
            reason: .clusterOutsideVolume, range: nil,
            detail: "A run of it begins at byte \(offset), where no device has any. Its metadata is damaged.")
    }
}
