internal import Findings
internal import Foundation

/// JSON documents in `jsonb` columns.
enum StoredJSON {
    static func encode(_ value: some Encodable) throws(StoreError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do { return Self.withoutNUL(String(decoding: try encoder.encode(value), as: UTF8.self)) } catch {
            throw StoreError(.other, cause: "cannot be written as JSON: \(error)")
        }
    }

    static func decode<Value: Decodable>(_ text: String) throws(StoreError) -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch {
            throw StoreError(.other, cause: "the store holds JSON that this version cannot read: \(error)")
        }
    }

    /// `jsonb` knows no NUL: its visible symbol takes its place.
    private static func withoutNUL(_ json: String) -> String {
        guard json.contains("\\u0000") else { return json }
        var (kept, rest) = ("", json[...])
        while let backslash = rest.firstIndex(of: "\\") {
            kept += rest[..<backslash]
            let escape = rest[backslash...]
            // An escape is two characters; `\u` takes four digits more, which stand for themselves but for NUL.
            let isNUL = escape.hasPrefix("\\u0000")
            kept += isNUL ? "\u{2400}" : escape.prefix(2)
            rest = escape.dropFirst(isNUL ? 6 : 2)
        }
        return kept + rest
    }
}

/// A stored digest as the exhibit's row holds it.
struct StoredDigestRecord: Codable {
    let algorithm: DigestAlgorithm
    let value: String
    let origin: String

    init(_ digest: StoredDigest) {
        (algorithm, value, origin) = (digest.algorithm, Hexadecimal.text(digest.value), digest.origin)
    }

    /// nil when the value is no digest.
    var digest: StoredDigest? {
        Hexadecimal.bytes(value).map { StoredDigest(algorithm: algorithm, value: $0, origin: origin) }
    }
}
