internal import Findings

/// The entries that describe one file on exFAT: one for its attributes and times, one for its content, and up to 17
/// for its name.
struct ExFATEntrySet {
    let isInUse: Bool
    let isFolder: Bool
    let content: ClusterPlanner.Content
    let name: [UInt8]
    let created: Timestamp?
    let modified: Timestamp?
    let accessed: Timestamp?
    /// Whether the set's checksum fits; deleted sets have none that could.
    let isIntact: Bool

    static let entrySize = 32
    /// The most entries of a set: its first one counts those behind it in a byte. Names need 19; others may follow, of
    /// kinds that a vendor has defined.
    static let entryLimit = 256
    static let byteLimit = entryLimit * entrySize

    /// Bits of an entry's type.
    enum Kind: UInt8 {
        case bitmap = 0x81
        case upcase = 0x82
        case label = 0x83
        case file = 0x85
        case stream = 0xC0
        case name = 0xC1

        static let inUse: UInt8 = 0x80
        /// The type of an entry that was never in use as anything that is looked at.
        static let unusedEntry: UInt8 = 0x01

        /// The kind of an entry, deleted ones included.
        init?(ofEntry type: UInt8) { self.init(rawValue: type | Self.inUse) }
    }

    /// - Parameter bytes: from the first entry on; as many as there are.
    /// - Returns: nil when they are no set.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let type = bytes.byte(0), Kind(ofEntry: type) == .file, let further = bytes.byte(1),
            (2...Self.entryLimit - 1).contains(Int(further)),
            let set = bytes.part(0, (Int(further) + 1) * Self.entrySize),
            let streamType = set.byte(32), Kind(ofEntry: streamType) == .stream
        else { return nil }
        isInUse = type & Kind.inUse != 0
        isFolder = (set.byte(4) ?? 0) & 0x10 != 0
        let flags = set.byte(33) ?? 0
        content = .init(
            firstCluster: UInt64(set.le32(52) ?? 0), byteCount: set.le64(56) ?? 0,
            validByteCount: Self.validByteCount(set),
            isContiguous: flags & 2 != 0)
        guard let name = Self.name(in: set, length: Int(set.byte(35) ?? 0)) else { return nil }
        self.name = name
        created = Self.time(set, 8, hundredths: 20, zone: 22)
        modified = Self.time(set, 12, hundredths: 21, zone: 23)
        accessed = Self.time(set, 16, hundredths: nil, zone: 24)
        isIntact = !isInUse || Self.checksum(of: set) == set.le16(2)
    }

    /// How much of the content was written. 0 says nothing: Windows leaves it for encrypted files, whose headers are
    /// written all the same.
    private static func validByteCount(_ set: ArraySlice<UInt8>) -> UInt64? {
        let count = set.le64(40) ?? 0
        return count == 0 ? nil : count
    }

    /// - Parameter length: in characters; 0 where a name of 256 has made it overflow.
    private static func name(in set: ArraySlice<UInt8>, length: Int) -> [UInt8]? {
        let length = length == 0 ? 256 : length
        var units: [UInt8] = []
        for offset in stride(from: 64, to: set.count, by: entrySize) where units.count < 2 * length {
            guard let type = set.byte(offset), Kind(ofEntry: type) == .name else { return nil }
            units += set.part(offset + 2, 30) ?? []
        }
        guard units.count >= 2 * length else { return nil }
        return units.prefix(2 * length).utf8FromUTF16()
    }

    /// A time of FAT in local time, and how far that is from UTC in quarters of an hour.
    private static func time(_ set: ArraySlice<UInt8>, _ offset: Int, hundredths: Int?, zone: Int) -> Timestamp? {
        guard let time = set.le16(offset), let date = set.le16(offset + 2), let zone = set.byte(zone) else {
            return nil
        }
        var timestamp = FATTime.timestamp(
            date: date, time: time, hundredths: hundredths.flatMap { set.byte($0) } ?? 0)
        // Without its highest bit the field says nothing, and the time is taken as UTC.
        let quarters = zone & 0x80 == 0 ? 0 : Int64(Int8(bitPattern: zone << 1) >> 1)
        timestamp?.seconds -= quarters * 900
        return timestamp
    }

    private static func checksum(of set: ArraySlice<UInt8>) -> UInt16 {
        var sum: UInt16 = 0
        for (index, byte) in set.enumerated() where index != 2 && index != 3 {
            sum = (sum << 15 | sum >> 1) &+ UInt16(byte)
        }
        return sum
    }
}
