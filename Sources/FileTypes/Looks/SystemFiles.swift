/// Windows' hibernation file.
enum Hibernation {
    static func type(of bytes: Span<UInt8>) -> String? { bytes.count >= 4096 ? "application/x-ms-hibernation" : nil }
}

/// A sector that a processor can start from: a jump first, or a table of partitions with nothing but known flags.
enum BootSector {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let first = bytes.byte(at: 0) else { return nil }
        let flags = stride(from: 446, to: 510, by: 16).compactMap { bytes.byte(at: $0) }
        guard first == 0xeb || first == 0xe9 || flags.allSatisfy({ $0 == 0 || $0 == 0x80 }) else { return nil }
        return "application/x-raw-disk-image"
    }
}

/// TrueType: a number of tables, and tables with names.
enum Font {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let count = bytes.number(2, at: 4, .big), count > 0, count < 128,
            let tag = bytes.text(at: 12, byteCount: 4), tag.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f })
        else { return nil }
        return "font/sfnt"
    }
}

/// Compiled terminal descriptions (term(5)): five small numbers, then names.
enum Terminfo {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let names = bytes.number(2, at: 2, .little), names > 0, names <= 512,
            let booleans = bytes.number(2, at: 4, .little), booleans <= 64,
            let numbers = bytes.number(2, at: 6, .little), numbers <= 64,
            let first = bytes.byte(at: 12), first > 0x20, first < 0x7f
        else { return nil }
        return "application/x-terminfo"
    }
}

/// A public key in OpenPGP's binary form (RFC 9580, 5.5.2): the version, and an algorithm that exists.
enum OpenPGP {
    private static let algorithms: Set<UInt8> = [1, 2, 3, 16, 17, 18, 19, 22, 25, 26, 27, 28]

    static func type(of bytes: Span<UInt8>) -> String? {
        let body = bytes.byte(at: 0) == 0x99 ? 3 : 2
        guard let version = bytes.byte(at: body), version == 4 || version == 6,
            let algorithm = bytes.byte(at: body + 5), algorithms.contains(algorithm)
        else { return nil }
        return "application/pgp-keys"
    }
}
