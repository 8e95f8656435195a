/// Another coordinator listens at a Unix socket already.
public struct DoorTaken: Error, Hashable, CustomStringConvertible {
    public let path: String

    public var description: String {
        "Another coordinator listens at \(path). End it first, or give this one another --socket."
    }
}
