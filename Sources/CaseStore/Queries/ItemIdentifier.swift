internal import Findings

/// The stable name of an item within its exhibit, the same in every examination: `v0/1234-128-1`, with an alternate
/// stream behind a colon, `v0/1234-128-5:Zone.Identifier`.
///
/// In the stream's name, bytes that are no visible ASCII, and the per cent sign, stand as `%` and two hexadecimal digits.
public struct ItemIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The volume's index.
    public let volume: Int32
    /// As libtsk names it.
    public let address: String
    public let stream: [UInt8]?

    public init(volume: Int32, address: String, stream: [UInt8]? = nil) {
        (self.volume, self.address, self.stream) = (volume, address, stream)
    }

    /// nil when the text names no item.
    public init?(_ text: String) {
        guard let match = text.wholeMatch(of: #/v(\d{1,9})/([^:]+)(?::(.*))?/#), let volume = Int32(match.1) else {
            return nil
        }
        var stream: [UInt8]?
        if let escaped = match.3 {
            guard let bytes = Self.unescape(escaped) else { return nil }
            stream = bytes
        }
        self.init(volume: volume, address: String(match.2), stream: stream)
    }

    public var description: String {
        "v\(volume)/\(address)" + (stream.map { ":" + Self.escape($0) } ?? "")
    }

    private static func escape(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "%")
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + Hexadecimal.text([byte])
        }.joined()
    }

    private static func unescape(_ text: Substring) -> [UInt8]? {
        var (bytes, rest): ([UInt8], Substring.UTF8View) = ([], text.utf8)
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let value = Hexadecimal.bytes(digits)
            else { return nil }
            bytes += value
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
