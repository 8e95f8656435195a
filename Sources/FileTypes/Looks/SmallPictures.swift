/// Windows bitmaps: `BM` alone begins too many texts.
enum Bitmap {
    private static let headerLengths: Set<Int> = [12, 40, 52, 56, 64, 108, 124]

    static func type(of bytes: Span<UInt8>) -> String? {
        guard let header = bytes.number(4, at: 14, .little), headerLengths.contains(header),
            bytes.number(4, at: 6, .little) == 0 || bytes.number(4, at: 10, .little).map({ $0 < 1 << 16 }) == true
        else { return nil }
        return "image/bmp"
    }
}

/// Windows icons and cursors: their directory must be one.
enum Icon {
    private static let bitmapHeader = 40
    private static let startOfPNG = 0x474e_5089

    static func type(of bytes: Span<UInt8>) -> String? {
        guard let count = bytes.number(2, at: 4, .little), count > 0, count < 256, bytes.byte(at: 9) == 0,
            let offset = bytes.number(4, at: 18, .little), offset >= 6 + 16 * count,
            let start = bytes.number(4, at: offset, .little), start == bitmapHeader || start == startOfPNG
        else { return nil }
        return bytes.byte(at: 2) == 1 ? "image/vnd.microsoft.icon" : "image/x-win-bitmap"
    }
}

/// PCX: its first byte is a line feed, so that every field is checked.
enum PCX {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let version = bytes.byte(at: 1), [0, 2, 3, 4, 5].contains(version), bytes.byte(at: 2) == 1,
            let depth = bytes.byte(at: 3), [1, 2, 4, 8].contains(depth), bytes.byte(at: 64) == 0,
            let planes = bytes.byte(at: 65), [1, 3, 4].contains(planes)
        else { return nil }
        return "image/vnd.zbrush.pcx"
    }
}

/// The portable pixel maps of Netpbm: `P1` to `P7`, white space, and a number or a comment.
enum Portable {
    private static let types = [
        "1": "image/x-portable-bitmap", "2": "image/x-portable-greymap", "3": "image/x-portable-pixmap",
        "4": "image/x-portable-bitmap", "5": "image/x-portable-greymap", "6": "image/x-portable-pixmap",
    ]

    static func type(of bytes: Span<UInt8>) -> String? {
        if bytes.has("P7\nWIDTH ", at: 0) { return "image/x-portable-arbitrarymap" }
        guard let kind = bytes.text(at: 1, byteCount: 1), let type = types[kind],
            let space = bytes.byte(at: 2), [9, 10, 13, 32].contains(space),
            let next = bytes.byte(at: 3), (0x30...0x39).contains(next) || next == UInt8(ascii: "#")
        else { return nil }
        // A number, then another: the width and the height.
        guard next != UInt8(ascii: "#") else { return type }
        var offset = 3
        while let digit = bytes.byte(at: offset), (0x30...0x39).contains(digit) { offset += 1 }
        while let space = bytes.byte(at: offset), [9, 10, 13, 32].contains(space) { offset += 1 }
        guard let second = bytes.byte(at: offset), (0x30...0x39).contains(second) else { return nil }
        return type
    }
}

/// A bare JPEG XL codestream: two bytes, of which the second is a line feed.
enum JPEGXL {
    static func type(of bytes: Span<UInt8>) -> String? {
        // UTF-16 text begins with FF FE, and a stream of MPEG audio has its high bits set.
        bytes.count > 16 ? "image/jxl" : nil
    }
}
