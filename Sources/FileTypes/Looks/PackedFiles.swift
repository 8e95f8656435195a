/// A bare LZMA stream: usual properties, a dictionary that is a power of two or three quarters of one, a length that is
/// unknown or plausible.
enum LZMA {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let dictionary = bytes.number(4, at: 1, .little), dictionary >= 1 << 12, dictionary <= 1 << 28,
            dictionary & (dictionary - 1) == 0 || dictionary % 3 == 0 && (dictionary / 3) & (dictionary / 3 - 1) == 0,
            let low = bytes.number(4, at: 5, .little), let high = bytes.number(4, at: 9, .little),
            low == 0xffff_ffff && high == 0xffff_ffff || high < 1 << 8, bytes.byte(at: 13) == 0
        else { return nil }
        return "application/x-lzma"
    }
}

/// ARJ: two bytes and the length of the header.
enum ARJ {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let length = bytes.number(2, at: 2, .little), length > 30, length <= 2600, bytes.byte(at: 10) == 2 else {
            return nil
        }
        return "application/x-arj"
    }
}

/// LHA: `-lh5-` and its kin, in the third to seventh byte.
enum LHA {
    static func type(of bytes: Span<UInt8>) -> String? {
        guard let method = bytes.byte(at: 5), bytes.byte(at: 6) == UInt8(ascii: "-"),
            (0x30...0x39).contains(method) || [UInt8(ascii: "d"), UInt8(ascii: "s")].contains(method)
        else { return nil }
        return "application/x-lzh-compressed"
    }
}
