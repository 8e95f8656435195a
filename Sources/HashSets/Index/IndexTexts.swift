/// A list of texts as an index holds it: how many, then each with its length.
enum IndexTexts {
    static func encode(_ texts: [String]) -> [UInt8] {
        var bytes = number(texts.count)
        for text in texts { bytes += number(text.utf8.count) + Array(text.utf8) }
        return bytes
    }

    /// - Returns: nil unless the bytes are exactly a list.
    static func decode(_ bytes: [UInt8]) -> [String]? {
        var rest = bytes[...]
        guard let count = takeNumber(&rest), count <= bytes.count else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let length = takeNumber(&rest), length <= rest.count,
                let text = String(validating: rest.prefix(length), as: UTF8.self)
            else { return nil }
            texts.append(text)
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty ? texts : nil
    }

    private static func number(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= 4 else { return nil }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
