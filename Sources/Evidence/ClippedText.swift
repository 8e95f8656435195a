extension String {
    /// The text, cut where it is longer than anyone reads. What containers say of themselves, and what errors quote of it,
    /// may be megabytes of text that somebody made.
    /// - Parameter byteLimit: in bytes of UTF-8, without the word that says how long the whole was.
    func clipped(to byteLimit: Int = 4096) -> String {
        guard utf8.count > byteLimit else { return self }
        var bytes = Array(utf8.prefix(byteLimit))
        while !bytes.isEmpty, String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self) + "… (\(utf8.count) bytes in all)"
    }
}

extension [String: String] {
    /// The most words that are kept of what a container says of its acquisition.
    private static let wordLimit = 128

    /// What a container says of its acquisition, cut to what one message can carry: names of 128 bytes, texts of 4 KiB, and
    /// no more than 128 of them, in the order of their names.
    func clipped() -> [String: String] {
        var kept: [String: String] = [:]
        for (name, text) in sorted(by: { $0.key < $1.key }).prefix(Self.wordLimit) {
            kept[name.clipped(to: 128)] = text.clipped()
        }
        if count > Self.wordLimit { kept["not shown"] = "\(count - Self.wordLimit) further words" }
        return kept
    }
}
