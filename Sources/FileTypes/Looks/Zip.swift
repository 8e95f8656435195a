/// Zip archives, and the many formats that are one: by the names of the members whose headers lie within the first bytes
/// (APPNOTE.TXT, 4.3.7).
enum Zip {
    /// How members are called, the most telling first.
    private static let members: [(prefix: String, type: String)] = [
        ("AndroidManifest.xml", "application/vnd.android.package-archive"),
        ("classes.dex", "application/vnd.android.package-archive"),
        ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("visio/", "application/vnd.ms-visio.drawing.main+xml"),
        ("FixedDocumentSequence.fdseq", "application/vnd.ms-xpsdocument"),
        ("FixedDocSeq.fdseq", "application/vnd.ms-xpsdocument"),
        ("AppxManifest.xml", "application/vnd.ms-appx"),
        ("Payload/", "application/x-ios-app"),
        ("META-INF/MANIFEST.MF", "application/java-archive"),
        ("doc.kml", "application/vnd.google-earth.kmz"),
    ]

    static func type(of bytes: Span<UInt8>) -> String? {
        if let type = statedType(of: bytes) { return type }
        var best = members.count
        var offset = 0
        while let header = nextHeader(in: bytes, from: offset) {
            let length = min(bytes.number(2, at: header + 26, .little) ?? 0, 64)
            if let name = bytes.text(at: header + 30, byteCount: length) {
                best = min(best, members.firstIndex { name.hasPrefix($0.prefix) } ?? best)
            }
            offset = header + 30
        }
        return best < members.count ? members[best].type : "application/zip"
    }

    /// OpenDocument and EPUB begin with a member `mimetype`, stored, whose content is the type.
    private static func statedType(of bytes: Span<UInt8>) -> String? {
        guard bytes.has("mimetype", at: 30), bytes.number(2, at: 26, .little) == 8,
            let extra = bytes.number(2, at: 28, .little), let stated = bytes.number(4, at: 22, .little)
        else { return nil }
        let start = 38 + extra
        // A writer that did not know the length yet leaves it 0: the type then goes up to the next header.
        let end = stated > 0 ? start + min(stated, 100) : nextHeader(in: bytes, from: start) ?? start
        var length = 0
        while start + length < end, let byte = bytes.byte(at: start + length), isTypeCharacter(byte) { length += 1 }
        guard let type = bytes.text(at: start, byteCount: length), type.hasPrefix("application/") else { return nil }
        return type
    }

    private static func isTypeCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }

    private static func nextHeader(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var offset = start
        while offset + 30 <= bytes.count {
            if bytes[offset] == 0x50, bytes[offset + 1] == 0x4b, bytes[offset + 2] == 3, bytes[offset + 3] == 4 {
                return offset
            }
            offset += 1
        }
        return nil
    }
}
