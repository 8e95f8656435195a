/// Files of the ISO base media format (ISO/IEC 14496-12) by their brands, and QuickTime's without one.
enum ISOMedia {
    private static let brands: [String: String] = [
        "heic": "image/heic", "heix": "image/heic", "heim": "image/heic", "heis": "image/heic",
        "hevc": "image/heic-sequence", "hevx": "image/heic-sequence", "mif1": "image/heif",
        "msf1": "image/heif-sequence", "avif": "image/avif", "avis": "image/avif", "crx ": "image/x-canon-cr3",
        "jxl ": "image/jxl", "qt  ": "video/quicktime", "M4A ": "audio/x-m4a", "M4B ": "audio/x-m4a",
        "M4P ": "audio/x-m4a", "M4V ": "video/x-m4v", "M4VH": "video/x-m4v", "M4VP": "video/x-m4v",
        "f4v ": "video/mp4", "F4V ": "video/mp4", "aax ": "audio/vnd.audible.aax", "mjp2": "video/mj2",
    ]

    static func type(of bytes: Span<UInt8>) -> String? {
        guard let byteCount = bytes.number(4, at: 0, .big), byteCount == 1 || byteCount >= 8 else { return nil }
        guard let major = bytes.text(at: 8, byteCount: 4) else { return "video/mp4" }
        // HEIF's general brand: what it is compatible with says more.
        if major == "mif1" || major == "msf1" {
            let compatible = stride(from: 16, to: min(byteCount, 128), by: 4)
                .compactMap { bytes.text(at: $0, byteCount: 4) }
            if compatible.contains("avif") || compatible.contains("avis") { return "image/avif" }
        }
        return brands[major] ?? family(of: major) ?? "video/mp4"
    }

    private static func family(of brand: String) -> String? {
        if brand.hasPrefix("3g2") { return "video/3gpp2" }
        if brand.hasPrefix("3g") { return "video/3gpp" }
        return nil
    }

    /// QuickTime of before brands: its first atom must have a length that fits.
    static func quickTime(_ bytes: Span<UInt8>) -> String? {
        guard let byteCount = bytes.number(4, at: 0, .big), byteCount <= 1 || byteCount >= 8 else { return nil }
        guard byteCount > 1, byteCount < bytes.count - 8 else { return "video/quicktime" }
        let next = bytes.text(at: byteCount + 4, byteCount: 4) ?? ""
        return ["moov", "mdat", "wide", "skip", "free", "ftyp", "uuid", "udta"].contains(next)
            ? "video/quicktime" : nil
    }
}
