internal import Findings
public import struct Foundation.Date

/// How much of an exhibit is read and how much is left to be, in bytes.
public struct ExhibitWork: Hashable, Sendable {
    /// Of the device; before the survey has told it, of the image's files.
    public var byteCount: Int64 = 0
    /// Whether every item is known: the survey and all walks have ended. Before that, more content will be planned.
    public var isListed = false
    public var contentsPlanned: Int64 = 0
    public var contentsEnded: Int64 = 0
    public var verificationPlanned: Int64 = 0
    public var verificationEnded: Int64 = 0
    /// How much content was read since `Pace.since`.
    public var lately: Int64 = 0

    public init() {}

    /// The content that there is to read; of a device whose items are not all known, as if it were full.
    private var contentsExpected: Int64 { isListed ? contentsPlanned : max(contentsPlanned, byteCount) }

    /// The content that is left to be read.
    public var left: Int64 { max(0, contentsExpected.subtractingReportingOverflow(contentsEnded).partialValue) }

    /// The part that is done, 0 … 1, of all that is to be read: contents, and the device once more to verify it.
    public var share: Double {
        let expected = Double(contentsExpected) + Double(verificationPlanned)
        guard expected > 0 else { return isListed ? 1 : 0 }
        return min(1, max(0, (Double(contentsEnded) + Double(verificationEnded)) / expected))
    }
}

/// How fast contents were read lately. One verification ends all at once, hours of work in one moment: it counts for no
/// pace, and for nothing that is left.
public struct Pace: Hashable, Sendable {
    /// How far back one looks: shards take seconds, and a case may pause for a more urgent one.
    public static let window: Duration = .seconds(600)
    /// The same for somebody who watches.
    public static let liveWindow: Duration = .seconds(60)

    /// Bytes a second; nil where nothing was read.
    public let bytesPerSecond: Double?

    /// - Parameters:
    ///   - byteCount: how much was read in the window.
    ///   - start: when the work began; nil where it has not.
    public init(byteCount: Int64, start: Date?, window: Duration = Pace.window, now: Date) {
        guard byteCount > 0, let start else {
            bytesPerSecond = nil
            return
        }
        let seconds = min(now.timeIntervalSince(start), window / .seconds(1))
        bytesPerSecond = Double(byteCount) / max(1, seconds)
    }

    /// How long `byteCount` will take at this pace, in seconds; nil where nobody can tell, and where nothing is left.
    public func seconds(for byteCount: Int64) -> Double? {
        guard let bytesPerSecond, byteCount > 0 else { return nil }
        let seconds = Double(byteCount) / bytesPerSecond
        return seconds < Self.horizon ? seconds : nil
    }

    /// Beyond a hundred years an estimate is none.
    private static let horizon = 3_155_760_000.0
}
