internal import Findings

/// A record of a folder (ECMA-119, section 9.1), and what Rock Ridge adds to it.
struct ISORecord {
    /// How many bytes the record has.
    let byteCount: Int
    /// The first block of its content.
    let block: UInt64
    let contentByteCount: Int64
    let recorded: Timestamp?
    let flags: Flags
    /// The name as it stands there.
    let identifier: ArraySlice<UInt8>
    /// What lies behind the name: for the system that wrote it.
    let systemUse: ArraySlice<UInt8>
    /// How many blocks of content follow one another, and how many others lie between; 0 where all do.
    let unit: (blocks: UInt64, gap: UInt64)

    struct Flags: OptionSet {
        let rawValue: UInt8
        static let directory = Flags(rawValue: 2)
        /// Belongs to the file of the same name: on Apple's discs its resource fork.
        static let associated = Flags(rawValue: 4)
        /// Goes on in the next record.
        static let continues = Flags(rawValue: 0x80)
    }

    /// - Returns: nil where the bytes do not hold a record.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let length = bytes.byte(0), length >= 34, let all = bytes.part(0, Int(length)),
            let nameLength = all.byte(32), nameLength > 0, let name = all.part(33, Int(nameLength)),
            let block = all.le32(2), let size = all.le32(10), let flags = all.byte(25)
        else { return nil }
        byteCount = Int(length)
        // Extended attributes of ISO 9660 lie in front of the content.
        self.block = UInt64(block) + UInt64(all.byte(1) ?? 0)
        contentByteCount = Int64(size)
        recorded = ISOTime.timestamp(all.part(18, 7))
        self.flags = Flags(rawValue: flags)
        identifier = name
        let behind = 33 + Int(nameLength) + (nameLength % 2 == 0 ? 1 : 0)
        systemUse = all.part(behind, max(0, all.count - behind)) ?? []
        unit = (UInt64(all.byte(26) ?? 0), UInt64(all.byte(27) ?? 0))
    }

    /// Whether it is the folder itself, or the one that it is in.
    var isDots: Bool { identifier.count == 1 && (identifier.first == 0 || identifier.first == 1) }

    /// The name without the version and the dot of a name without an extension.
    func name(isJoliet: Bool) -> [UInt8] {
        var name = isJoliet ? Self.swapped(identifier)[...].utf8FromUTF16() : Array(identifier)
        if let semicolon = name.lastIndex(of: UInt8(ascii: ";")), semicolon > 0,
            name[(semicolon + 1)...].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        {
            name.removeSubrange(semicolon...)
        }
        if !isJoliet, name.count > 1, name.last == UInt8(ascii: ".") { name.removeLast() }
        return name
    }

    private static func swapped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        stride(from: 0, to: bytes.count - 1, by: 2).flatMap { [bytes.byte($0 + 1) ?? 0, bytes.byte($0) ?? 0] }
    }
}
