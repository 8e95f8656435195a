/// TIFF 6.0 and the raw formats of cameras that are built on it: told apart by tags of the first directory, where that
/// lies within the first bytes.
enum TIFF {
    private enum Tag {
        static let make = 271
        static let subDirectories = 330
        static let dngVersion = 50_706
        static let dngPrivateData = 50_740
    }

    /// Cameras' makes, and the raw format of each.
    private static let makes: [(make: String, type: String)] = [
        ("NIKON", "image/x-nikon-nef"), ("SONY", "image/x-sony-arw"), ("PENTAX", "image/x-pentax-pef"),
        ("RICOH", "image/x-pentax-pef"), ("SAMSUNG", "image/x-samsung-srw"), ("Hasselblad", "image/x-hasselblad-3fr"),
        ("KODAK", "image/x-kodak-dcr"), ("EASTMAN", "image/x-kodak-dcr"), ("EPSON", "image/x-epson-erf"),
    ]

    static func type(of bytes: Span<UInt8>) -> String? {
        if bytes.has("IIII", at: 8) { return "image/x-phaseone-iiq" }
        let order: Span<UInt8>.Order = bytes.has("II", at: 0) ? .little : .big
        guard let directory = bytes.number(4, at: 4, order), let count = bytes.number(2, at: directory, order) else {
            return "image/tiff"
        }
        var (make, isRaw) = ("", false)
        for entry in 0..<min(count, 200) {
            let offset = directory + 2 + entry * 12
            guard let tag = bytes.number(2, at: offset, order) else { break }
            switch tag {
            case Tag.dngVersion: return "image/x-adobe-dng"
            case Tag.make: make = text(of: bytes, at: offset, order)
            case Tag.subDirectories, Tag.dngPrivateData: isRaw = true
            default: break
            }
        }
        // A scanner's picture bears its maker's name as well, but it has no further directories.
        guard isRaw, let found = makes.first(where: { make.hasPrefix($0.make) }) else { return "image/tiff" }
        return found.type
    }

    private static func text(of bytes: Span<UInt8>, at entry: Int, _ order: Span<UInt8>.Order) -> String {
        guard let count = bytes.number(4, at: entry + 4, order), let value = bytes.number(4, at: entry + 8, order)
        else { return "" }
        return bytes.text(at: count <= 4 ? entry + 8 : value, byteCount: min(count, 64)) ?? ""
    }
}
