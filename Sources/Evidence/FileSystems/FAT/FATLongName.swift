/// The parts of a long name, which stand in front of the entry of the file that bears it, the last part first.
struct FATLongName {
    private var parts: [[UInt8]] = []
    private var checksum: UInt8 = 0
    private var isDeleted = false
    /// The number of the last part that was added: they count down to 1. Deleted ones have lost theirs.
    private var order: UInt8 = 0
    private var isComplete = true

    /// The most parts of a name.
    static let partLimit = 20

    /// Notes a part.
    mutating func add(_ entry: FATEntry) {
        let part = entry.longNamePart
        let begins = part.isLast && !entry.isDeleted
        if begins || part.checksum != checksum || entry.isDeleted != isDeleted || parts.count >= Self.partLimit {
            parts = []
        }
        if parts.isEmpty { isComplete = begins } else if part.order &+ 1 != order { isComplete = false }
        (checksum, isDeleted, order) = (part.checksum, entry.isDeleted, part.order)
        parts.append(part.units)
    }

    /// The name of the file whose entry follows, in UTF-8, and whether it bears the entry's checksum and has all
    /// its parts: otherwise it was there before the file got its short name, or some of it is lost. Nil when there are
    /// no parts.
    mutating func take(for entry: FATEntry) -> (name: [UInt8], isCurrent: Bool)? {
        defer { parts = [] }
        guard !parts.isEmpty, isDeleted == entry.isDeleted else { return nil }
        let isCurrent = entry.isDeleted || entry.nameChecksum == checksum && isComplete && order == 1
        var units: [UInt8] = []
        for part in parts.reversed() {
            for index in stride(from: 0, to: part.count - 1, by: 2) {
                if part[index] == 0, part[index + 1] == 0 { return (units[...].utf8FromUTF16(), isCurrent) }
                units += [part[index], part[index + 1]]
            }
        }
        return (units[...].utf8FromUTF16(), isCurrent)
    }
}
