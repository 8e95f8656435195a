/// OLE compound files ([MS-CFB]): what the streams in their directory are called, where that lies within the first
/// bytes, else how their first sector begins.
enum CompoundFile {
    /// Names of streams and storages, the most telling first.
    private static let names: [(name: String, type: String)] = [
        ("EncryptedPackage", "application/encrypted"), ("WordDocument", "application/msword"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"), ("Workbook", "application/vnd.ms-excel"),
        ("Book", "application/vnd.ms-excel"), ("VisioDocument", "application/vnd.visio"),
        ("__properties_version1.0", "application/vnd.ms-outlook"), ("Quill", "application/vnd.ms-publisher"),
        ("DestList", "application/x-ms-jumplist"), ("Catalog", "application/x-ms-thumbs-db"),
        ("PerfectOffice_MAIN", "application/vnd.wordperfect"), ("SwDocContentMgr", "application/sldworks"),
    ]

    private static let installer: Pattern = "84 10 0C 00 00 00 00 00 C0 00 00 00 00 00 00 46"

    static func type(of bytes: Span<UInt8>) -> String? {
        guard let shift = bytes.number(2, at: 30, .little), shift == 9 || shift == 12,
            let sector = bytes.number(4, at: 48, .little), sector < 1 << 24
        else { return "application/x-ole-storage" }
        let directory = (sector + 1) << shift
        var streams: Set<String> = []
        for entry in 0..<(1 << shift) / 128 {
            let offset = directory + entry * 128
            guard let name = name(of: bytes, at: offset) else { continue }
            streams.insert(name)
            if installer.matches(bytes, at: offset + 80) { return "application/x-msi" }
        }
        if let found = names.first(where: { streams.contains($0.name) }) { return found.type }
        return firstSector(of: bytes, at: 1 << shift) ?? "application/x-ole-storage"
    }

    /// A directory entry's name: UTF-16, its length in bytes with the terminator at 64.
    private static func name(of bytes: Span<UInt8>, at offset: Int) -> String? {
        guard let length = bytes.number(2, at: offset + 64, .little), length > 2, length <= 64 else { return nil }
        let units = (0..<length / 2 - 1).compactMap { bytes.number(2, at: offset + $0 * 2, .little) }
        return String(decoding: units.map { UInt16($0) }, as: UTF16.self)
    }

    private static let starts: [(pattern: Pattern, type: String)] = [
        ("EC A5 C1 00", "application/msword"), ("EC A5 C0 00", "application/msword"),
        ("09 08 10 00 00 06 05 00", "application/vnd.ms-excel"),
        ("09 08 10 00 00 05 05 00", "application/vnd.ms-excel"),
        ("A0 46 1D F0", "application/vnd.ms-powerpoint"), ("00 6E 1E F0", "application/vnd.ms-powerpoint"),
        ("0F 00 E8 03", "application/vnd.ms-powerpoint"),
    ]

    private static func firstSector(of bytes: Span<UInt8>, at offset: Int) -> String? {
        for start in starts where start.pattern.matches(bytes, at: offset) { return start.type }
        return nil
    }
}
