internal import Findings

/// Where the blocks of an image lie in its file, held against each other: all that there is to say of a table without a
/// checksum. Two blocks in the same place, or room for more blocks than the table has, are signs of a damaged table.
struct BlockAudit {
    /// In order, in a unit of the container's own.
    private let places: [UInt32]

    /// A device of 8 TiB in blocks of 2 MiB has so many. Larger tables are not looked at: it would cost too much memory.
    static let entryLimit: Int64 = 1 << 22

    /// - Parameter entryCount: how many entries the device needs.
    /// - Parameter place: where the block of an entry lies; nil for those that lie nowhere.
    /// - Returns: nil when there are more than are looked at.
    init?(entryCount: Int64, place: (Int64) throws(EvidenceError) -> UInt32?) throws(EvidenceError) {
        guard entryCount <= Self.entryLimit else { return nil }
        var places: [UInt32] = []
        for entry in 0..<entryCount {
            if let place = try place(entry) { places.append(place) }
        }
        self.places = places.sorted()
    }

    var usedCount: Int64 { Int64(places.count) }

    /// How many blocks begin before the one in front of them has ended.
    func overlapCount(blockSize: UInt32) -> Int {
        zip(places, places.dropFirst()).count { $1 - $0 < blockSize }
    }

    /// What is wrong, in words.
    /// - Parameter room: where blocks can be; each has to begin and end in it.
    func flaws(blockSize: UInt32, room: Range<Int64>) -> [String] {
        let overlapCount = overlapCount(blockSize: blockSize)
        let outsideCount = places.count {
            Int64($0) < room.lowerBound || Int64($0) + Int64(blockSize) > room.upperBound
        }
        return [(overlapCount, "in the place of others"), (outsideCount, "where none can be")].compactMap {
            count, place in
            count == 0 ? nil : "its table is damaged: \(count) of its blocks lie \(place)"
        }
    }
}
