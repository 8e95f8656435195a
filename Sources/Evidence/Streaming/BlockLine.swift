public import Findings

/// The way to an image on another computer. Questions do not wait for their answers, so that several can be under way.
///
/// What the line itself suffers is no finding about the evidence: it never throws, and where it is lost for good, the
/// process ends.
public protocol BlockLine: AnyObject {
    /// Asks for a range of the device.
    /// - Parameter number: by which the answer names the question.
    /// - Parameter readsUnacquired: see `Image.readsUnacquired`.
    func ask(_ number: Int64, for range: ByteRange, readingUnacquired readsUnacquired: Bool)
    /// Waits for the next answer, in whatever order they come.
    func next() -> (number: Int64, block: Block)
}

/// An image as another computer has opened it.
public struct ImageOpening: Hashable, Sendable {
    public var description: ImageDescription
    public var unreadable: [Failure]
    public var path: String

    public init(description: ImageDescription, unreadable: [Failure], path: String) {
        (self.description, self.unreadable, self.path) = (description, unreadable, path)
    }
}

extension Image {
    /// What whoever reads this image from another computer has to know of it.
    public var opening: ImageOpening { ImageOpening(description: description, unreadable: unreadable, path: path) }
}
