/// A message that breaks the protocol's rules: from a broken or foreign peer.
public struct ProtocolError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, and in which field.
    public let cause: String

    init(_ cause: String) { self.cause = cause }

    public var description: String {
        "A message breaks the protocol: \(cause). Check that every process is of the same version."
    }
}

/// Reads a word of a closed list.
func word<Word: RawRepresentable<String>>(
    _ text: String, of list: Word.Type = Word.self
) throws(ProtocolError) -> Word {
    guard let word = Word(rawValue: text) else { throw ProtocolError("unknown \(list) “\(text.prefix(40))”") }
    return word
}
