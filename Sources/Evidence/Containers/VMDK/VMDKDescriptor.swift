/// The text that says what a VMDK consists of: a file of its own, or embedded in the image's only extent.
///
///     # Disk DescriptorFile
///     CID=7f9c55e0
///     parentCID=ffffffff
///     createType="twoGbMaxExtentSparse"
///     RW 4192256 SPARSE "disk-s001.vmdk"
///     RW 2048 FLAT "disk-flat.vmdk" 128
struct VMDKDescriptor {
    private(set) var extents: [Extent] = []
    /// The values under their names in lower case.
    private(set) var values: [String: String] = [:]

    struct Extent {
        let access: String
        let sectorCount: Int64
        let kind: String
        let path: String
        /// Where in the file it begins.
        let fileSector: Int64
    }

    static let signature = "# disk descriptorfile"

    /// A descriptor of an 8 TB disk in extents of 2 GB has a quarter of a megabyte.
    static let byteLimit = 4 << 20

    /// Whether a text begins like a descriptor.
    static func begins(_ bytes: some Collection<UInt8>) -> Bool {
        let text = bytes.prefix(64).drop { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
        return String(decoding: text, as: UTF8.self).lowercased().hasPrefix(signature)
    }

    /// - Returns: nil when the bytes are something else.
    init?(_ bytes: some Collection<UInt8>) {
        guard Self.begins(bytes) else { return nil }
        let text = Array(bytes.prefix { $0 != 0 })
        let whole = String(validating: text, as: UTF8.self) ?? String(text.map { Character(Unicode.Scalar($0)) })
        for line in whole.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            if let extent = Extent(line) {
                extents.append(extent)
            } else if let (name, value) = Self.assignment(line) {
                values[name] = values[name] ?? value
            }
        }
    }

    /// What differences know this state of the disk by.
    var identity: [UInt8]? { values["cid"].map { Array($0.lowercased().utf8) } }

    /// The same of the parent; nil where the disk is no difference.
    var parentIdentity: [UInt8]? {
        guard let value = values["parentcid"]?.lowercased(), value != "ffffffff" else { return nil }
        return Array(value.utf8)
    }

    private static func assignment(_ line: Substring) -> (name: String, value: String)? {
        let parts = line.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let trimmed = parts.map { part in
            part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        }
        let value = trimmed[1].first == "\"" ? trimmed[1].dropFirst().prefix { $0 != "\"" } : trimmed[1][...]
        return (String(trimmed[0]).lowercased(), String(value))
    }
}

extension VMDKDescriptor.Extent {
    fileprivate static let accesses: Set<String> = ["RW", "RDONLY", "NOACCESS"]

    /// - Returns: nil when the line describes no extent.
    fileprivate init?(_ line: Substring) {
        let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
        let words = quoted[0].split(whereSeparator: \.isWhitespace)
        guard words.count >= 3, Self.accesses.contains(words[0].uppercased()), let count = Int64(words[1]), count >= 0
        else { return nil }
        (access, sectorCount, kind) = (words[0].uppercased(), count, words[2].uppercased())
        path = quoted.count > 1 ? String(quoted[1]) : ""
        let rest = quoted.count > 2 ? quoted[2].split(whereSeparator: \.isWhitespace) : []
        fileSector = rest.first.flatMap { Int64($0) } ?? 0
    }
}
