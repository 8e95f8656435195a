/// HTML and XML, by their first element.
enum Markup {
    /// The elements that a page begins with.
    private static let pages: [String] = [
        "html", "!doctype html", "head", "body", "title", "script", "style", "table", "a href", "h1", "meta", "link",
        "iframe",
    ]

    /// Root elements of XML, and the type of each.
    private static let roots: [(element: String, type: String)] = [
        ("svg", "image/svg+xml"), ("html", "application/xhtml+xml"), ("plist", "application/x-plist"),
        ("kml", "application/vnd.google-earth.kml+xml"), ("gpx", "application/gpx+xml"), ("rss", "application/rss+xml"),
        ("feed", "application/atom+xml"), ("x3d", "model/x3d+xml"), ("tei", "application/tei+xml"),
    ]

    static func type(of sample: Span<UInt8>) -> String? {
        let start = TextType.start(of: sample)
        guard sample.byte(at: start) == UInt8(ascii: "<") else { return nil }
        if sample.has("<?xml", at: start) { return typeOfRoot(sample, from: start) ?? "text/xml" }
        if sample.has("<svg", at: start) { return "image/svg+xml" }
        if sample.has("<?php", at: start) { return "text/x-php" }
        let element = firstElement(sample, from: start)
        for page in pages where sample.begins(with: page, at: element + 1) { return "text/html" }
        return sample.begins(with: "!doctype svg", at: element + 1) ? "image/svg+xml" : nil
    }

    private static func typeOfRoot(_ sample: Span<UInt8>, from start: Int) -> String? {
        let element = firstElement(sample, from: start)
        if sample.begins(with: "!doctype", at: element + 1) {
            return roots.first { sample.begins(with: $0.element, at: element + 10) }?.type
        }
        return roots.first { sample.begins(with: $0.element, at: element + 1) }?.type
    }

    /// Where the first element begins that is neither a comment nor a processing instruction.
    private static func firstElement(_ sample: Span<UInt8>, from start: Int) -> Int {
        var offset = start
        while true {
            while let byte = sample.byte(at: offset), byte == 0x20 || (0x09...0x0d).contains(byte) { offset += 1 }
            let end: String
            if sample.has("<!--", at: offset) {
                end = "-->"
            } else if sample.has("<?", at: offset) {
                end = "?>"
            } else {
                return offset
            }
            guard let close = sample.firstOffset(of: end, from: offset, before: sample.count) else { return offset }
            offset = close + end.utf8.count
        }
    }
}

extension Span<UInt8> {
    /// Whether a word in lower case stands at an offset, in whatever case, and ends there.
    fileprivate func begins(with word: String, at offset: Int) -> Bool {
        let length = word.utf8.count
        guard offset >= 0, offset <= count - length else { return false }
        let isSame = word.utf8.enumerated().allSatisfy { i, letter in
            let byte = self[offset + i]
            return letter == ((0x41...0x5a).contains(byte) ? byte | 0x20 : byte)
        }
        guard isSame, let next = byte(at: offset + length) else { return isSame }
        return next == UInt8(ascii: ">") || next == UInt8(ascii: "=") || next == UInt8(ascii: "/") || next <= 0x20
    }
}
