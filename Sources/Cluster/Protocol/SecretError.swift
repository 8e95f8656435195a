/// A file whose secret cannot be used, or is none.
public struct SecretError: Error, Hashable, CustomStringConvertible {
    public let path: String
    let flaw: String

    public var description: String { "\(path): \(flaw)." }
}
