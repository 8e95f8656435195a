internal import Findings

/// A GUID partition table (UEFI specification 2.10, chapter 5.3): a header and an array of entries near the disk's
/// start, both once more at its end, each under a CRC-32.
struct GUIDPartitionTable {
    let header: GPTHeader
    let entries: [Entry]

    struct Entry {
        let type: String
        let firstSector: UInt64
        /// Inclusive.
        let lastSector: UInt64
        let name: String?

        func partition(_ sectorSize: Int64) -> Partition? {
            guard lastSector >= firstSector else { return nil }
            let (count, overflow) = (lastSector - firstSector).addingReportingOverflow(1)
            return Partition(
                range: ByteRange(
                    firstSector: firstSector, sectorCount: overflow ? .max : count, sectorSize: sectorSize),
                scheme: "gpt", description: name ?? PartitionType.name(ofGPT: type),
                obstacle: PartitionType.obstacle(ofGPT: type), isBare: PartitionType.isBare(gpt: type))
        }
    }

    /// Reads and checks the copy whose header lies in `sector`.
    static func read(
        _ disk: Window, sector: Int64, sectorSize: Int64
    ) throws(GPTDamage) -> GUIDPartitionTable {
        let header = try GPTHeader.read(disk, sector: sector, sectorSize: sectorSize)
        let place = ByteRange(firstSector: header.entriesSector, sectorCount: 1, sectorSize: sectorSize)
        let array: Structure?
        do throws(EvidenceError) {
            array = try disk.structure(at: place.offset, byteCount: header.arrayByteCount)
        } catch {
            throw GPTDamage(place, "its entries cannot be read: \(error.cause)", found: true, error)
        }
        let range = ByteRange(
            offset: place.offset, byteCount: min(Int64(header.arrayByteCount), Int64.max - place.offset))
        guard let array else { throw GPTDamage(range, "its entries lie outside of the image", found: true) }
        guard CRC32.checksum(of: array.bytes) == header.entriesChecksum else {
            throw GPTDamage(range, "the checksum of its entries is wrong", found: true)
        }
        return GUIDPartitionTable(header: header, entries: entries(array, size: header.entryByteCount))
    }

    static func entries(_ array: Structure, size: Int) -> [Entry] {
        stride(from: 0, to: array.byteCount, by: size).compactMap { at in
            guard !array.isZero(at, 16) else { return nil }
            return Entry(
                type: guid(array, at), firstSector: array.le64(at + 32), lastSector: array.le64(at + 40),
                name: array.utf16LE(at + 56, min(72, size - 56)))
        }
    }

    /// A GUID as text: three little-endian numbers, then eight bytes in order.
    private static func guid(_ array: Structure, _ at: Int) -> String {
        func digits(_ number: some BinaryInteger, _ count: Int) -> String {
            let text = String(number, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        func digits(_ bytes: ArraySlice<UInt8>) -> String { bytes.map { digits($0, 2) }.joined() }
        return [
            digits(array.le32(at), 8), digits(array.le16(at + 4), 4), digits(array.le16(at + 6), 4),
            digits(array.field(at + 8, 2)), digits(array.field(at + 10, 6)),
        ].joined(separator: "-")
    }
}

/// The header of one copy of a GUID partition table, checked.
struct GPTHeader {
    /// Where it lies on the device.
    let place: ByteRange
    /// Where the other copy's header lies, in sectors.
    let otherSector: UInt64
    let entriesSector: UInt64
    let entryByteCount: Int
    let arrayByteCount: Int
    let entriesChecksum: UInt32

    /// - Throws: what keeps it from being used.
    static func read(_ disk: Window, sector: Int64, sectorSize: Int64) throws(GPTDamage) -> GPTHeader {
        let place = ByteRange(
            firstSector: UInt64(clamping: sector), sectorCount: 1, sectorSize: sectorSize)
        let block: Structure?
        do throws(EvidenceError) {
            block = try disk.structure(at: place.offset, byteCount: Int(sectorSize))
        } catch {
            throw GPTDamage(place, "it cannot be read: \(error.cause)", found: false, error)
        }
        guard let block else { throw GPTDamage(place, "it lies outside of the image", found: false) }
        guard block.holds("EFI PART", at: 0) else { throw GPTDamage(place, "its signature is missing", found: false) }
        return try GPTHeader(block, place: place, sector: UInt64(clamping: sector))
    }

    private init(_ block: Structure, place: ByteRange, sector: UInt64) throws(GPTDamage) {
        func damage(_ what: String) -> GPTDamage { GPTDamage(place, what, found: true) }
        let byteCount = Int(block.le32(12))
        guard byteCount >= 92, byteCount <= block.byteCount else {
            throw damage("it says that it has \(byteCount) bytes")
        }
        guard CRC32.checksum(of: block.clearing(16, 4).bytes.prefix(byteCount)) == block.le32(16) else {
            throw damage("its checksum is wrong")
        }
        guard block.le64(24) == sector else { throw damage("it says that it lies in sector \(block.le64(24))") }
        let (count, size) = (block.le32(80), block.le32(84))
        let (arrayByteCount, overflow) = UInt64(count).multipliedReportingOverflow(by: UInt64(size))
        guard size >= 128, !overflow, arrayByteCount <= UInt64(Window.structureLimit), arrayByteCount > 0 else {
            throw damage("it says that it has \(count) entries of \(size) bytes")
        }
        (self.place, otherSector, entriesSector) = (place, block.le64(32), block.le64(72))
        (entryByteCount, self.arrayByteCount) = (Int(size), Int(arrayByteCount))
        entriesChecksum = block.le32(88)
    }
}

/// Why one copy of a GUID partition table cannot be used.
struct GPTDamage: Error {
    let range: ByteRange
    let what: String
    /// Whether it is a damaged table, rather than nothing at all.
    let found: Bool
    /// What the image said, where it is the image that is damaged.
    let error: EvidenceError?

    init(_ range: ByteRange, _ what: String, found: Bool, _ error: EvidenceError? = nil) {
        (self.range, self.what, self.found, self.error) = (range, what, found, error)
    }
}
