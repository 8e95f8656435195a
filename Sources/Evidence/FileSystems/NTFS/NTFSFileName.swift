internal import Findings

/// A name of a file: which folder it is in, and what it is called there. Files with several hard links, or with a short
/// name beside the long one, have several.
struct NTFSFileName {
    let folder: NTFSReference
    let space: Space
    /// UTF-8.
    let name: [UInt8]
    let byteCount: Int64?
    let created: Timestamp?
    let modified: Timestamp?
    let changed: Timestamp?
    let accessed: Timestamp?

    enum Space: UInt8 {
        case posix = 0, windows, dos, both
    }

    /// - Parameter bytes: an attribute's content, or an index entry's key.
    init(_ bytes: ArraySlice<UInt8>) throws(NTFSDamage) {
        guard let folder = bytes.le64(0), let length = bytes.byte(64), let space = bytes.byte(65),
            let units = bytes.part(66, 2 * Int(length)), length > 0
        else { throw NTFSDamage("a name is damaged") }
        self.folder = NTFSReference(folder)
        self.space = Space(rawValue: space) ?? .posix
        name = units.utf8FromUTF16()
        // No system lets a name have one: what was overwritten by zeros is told by it.
        if name.contains(0) { throw NTFSDamage("a name holds a character of value 0") }
        byteCount = bytes.le64(48).flatMap { Int64(exactly: $0) }
        (created, modified) = (NTFSTime.timestamp(bytes.le64(8)), NTFSTime.timestamp(bytes.le64(16)))
        (changed, accessed) = (NTFSTime.timestamp(bytes.le64(24)), NTFSTime.timestamp(bytes.le64(32)))
    }

    /// The names that are paths: a short name is one only where there is no long one in the same folder.
    static func paths(of names: [NTFSFileName]) -> [NTFSFileName] {
        names.filter { name in
            name.space != .dos || !names.contains { $0.space != .dos && $0.folder == name.folder }
        }
    }
}

/// Times on NTFS: units of 100 ns since 1601.
enum NTFSTime {
    private static let secondsTo1970: Int64 = 11_644_473_600

    static func timestamp(_ value: UInt64?) -> Timestamp? {
        guard let value, value != 0, let signed = Int64(exactly: value) else { return nil }
        return Timestamp(
            seconds: signed / 10_000_000 - secondsTo1970, nanoseconds: Int32(signed % 10_000_000) * 100)
    }
}
