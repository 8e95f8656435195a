public import Findings

/// Why a piece of evidence cannot be opened or read: which file, where in the device, and what to do.
public struct EvidenceError: Error, Hashable, CustomStringConvertible {
    public let reason: Failure.Reason
    /// The file that the error is about, as it was given.
    public let path: String
    /// Where on the device the damage begins, in bytes; nil when the error is about the image as a whole.
    public let byteOffset: Int64?
    /// How many bytes of the device are concerned; nil when that is not known.
    public let byteCount: Int64?
    /// The parser's own words, cut at 4 KiB: an examiner may have to explain them in court.
    public let cause: String

    public init(
        _ reason: Failure.Reason, path: String, byteOffset: Int64? = nil, byteCount: Int64? = nil, cause: String
    ) {
        self.reason = reason
        self.path = path
        self.byteOffset = byteOffset
        self.byteCount = byteCount
        self.cause = cause.clipped()
    }

    /// The bytes of the device that are concerned, where both ends are known.
    public var range: ByteRange? {
        guard let byteOffset, let byteCount else { return nil }
        return ByteRange(offset: byteOffset, byteCount: byteCount)
    }

    /// `2041.E01, byte 5341184: chunk 163 … Examine a fresh copy …`
    public var description: String {
        let place = byteOffset.map { "\(path), byte \($0)" } ?? path
        return "\(place): \(detail)"
    }

    /// The cause and what to do about it, without the place.
    public var detail: String { remedy.map { "\(cause). \($0)" } ?? cause }

    /// The failure finding that this error becomes. It names the file without its folder: where an exhibit lies is no
    /// finding about it, and differs between the machines that examine it.
    public func failure(
        scope: Failure.Scope, volume: Int32? = nil, ordinal: Int64? = nil, address: String? = nil,
        path itemPath: [UInt8]? = nil, stage: Failure.Stage
    ) -> Failure {
        Failure(
            scope: scope, volume: volume, ordinal: ordinal, address: address, path: itemPath, range: range,
            stage: stage, reason: reason, detail: "\(fileName): \(detail)")
    }

    private var fileName: Substring { path.split(separator: "/").last ?? path[...] }

    /// One sentence on what to do, for each reason that has an answer.
    private var remedy: String? {
        switch reason {
        case .chunkChecksum, .containerDamaged, .truncatedImage:
            "Compare the file with the original copy; if that is damaged as well, acquire the device again."
        case .missingSegment, .extentMissing, .parentImageMissing:
            "Put the file beside the image, under the name it was acquired with, and examine it again."
        case .externalFileRefused:
            "A container may only name files that lie in its own folder; copy the file there if it belongs to it."
        case .emptyImage: "Check that the file was copied completely."
        case .imageChanged: "Evidence must not be written to while it is examined: find out what changed it."
        case .unreadable: "Check that the file is present and readable by this user, and that its storage works."
        default: nil
        }
    }
}
