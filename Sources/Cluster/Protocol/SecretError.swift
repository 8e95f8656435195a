/// A file that holds no secret that can be used.
public struct SecretError: Error, Hashable, CustomStringConvertible {
    public let path: String
    let flaw: String

    public var description: String { "\(path): \(flaw)." }
}
