import Findings

/// Partition tables, drawn by their specifications. All numbers are in sectors.
extension SketchedDisk {
    struct Entry {
        var type: UInt8
        var start: UInt32
        var count: UInt32
        var status: UInt8 = 0
    }

    /// A master boot record, or the record of an extended partition.
    func writeRecord(_ entries: [Entry], atSector sector: Int64 = 0, sectorSize: Int64 = 512) {
        for (number, entry) in entries.enumerated() {
            let place = sector * sectorSize + 446 + 16 * Int64(number)
            write([entry.status, 0, 0, 0, entry.type, 0, 0, 0] + le(entry.start) + le(entry.count), at: place)
        }
        write([0x55, 0xAA], at: sector * sectorSize + 510)
    }

    /// An extended partition at `start` whose records lie at `places`, each with a volume of 10 sectors behind it.
    func writeChain(start: UInt32, count: UInt32, places: [UInt32]) {
        for (number, place) in places.enumerated() {
            var entries = [Entry(type: 0x83, start: 1, count: 10)]
            if number + 1 < places.count {
                entries.append(Entry(type: 0x05, start: places[number + 1] - start, count: 11))
            }
            writeRecord(entries, atSector: Int64(place))
        }
        writeRecord([Entry(type: 0x0F, start: start, count: count)])
    }

    struct GUIDEntry {
        var first: UInt64
        var last: UInt64
        var name = "data"
        var type: [UInt8] = [UInt8](repeating: 0xAB, count: 16)
    }

    /// Both copies of a GUID partition table, and its protective MBR.
    func writeGUIDTable(_ entries: [GUIDEntry], sectorSize: Int64 = 512, count: UInt32 = 128) {
        var array = entries.flatMap { entry in
            let name = Array(entry.name.utf16.prefix(36)).flatMap { le($0) }
            return entry.type + [UInt8](repeating: 1, count: 16) + le(entry.first) + le(entry.last) + le(UInt64(0))
                + name
                + [UInt8](repeating: 0, count: 72 - name.count)
        }
        array += [UInt8](repeating: 0, count: Int(count) * 128 - array.count)
        let last = UInt64(byteCount / sectorSize) - 1
        let arraySectors = (UInt64(array.count) + UInt64(sectorSize) - 1) / UInt64(sectorSize)
        writeRecord([Entry(type: 0xEE, start: 1, count: UInt32(clamping: last))])
        write(array, at: 2 * sectorSize)
        write(array, at: Int64(last - arraySectors) * sectorSize)
        let checksum = Self.crc32(array)
        writeGUIDHeader(own: 1, other: last, array: 2, count: count, size: 128, checksum, sectorSize)
        writeGUIDHeader(own: last, other: 1, array: last - arraySectors, count: count, size: 128, checksum, sectorSize)
    }

    /// One header, with a checksum that is right whatever the numbers are.
    func writeGUIDHeader(
        own: UInt64, other: UInt64, array: UInt64, count: UInt32, size: UInt32, _ checksum: UInt32, _ sectorSize: Int64,
        byteCount: UInt32 = 92
    ) {
        var header = Array("EFI PART".utf8) + le(UInt32(0x10000)) + le(byteCount) + le(UInt32(0)) + le(UInt32(0))
        header += le(own) + le(other) + le(UInt64(34)) + le(UInt64(self.byteCount / sectorSize - 34))
        header += [UInt8](repeating: 7, count: 16) + le(array) + le(count) + le(size) + le(checksum)
        header.replaceSubrange(16..<20, with: le(Self.crc32(header)))
        write(header, at: Int64(own) * sectorSize)
    }

    /// Bit by bit, unlike the one that is tested.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var rest: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            rest ^= UInt32(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
        return ~rest
    }

    /// An Apple partition map with itself as its first entry.
    func writeAppleMap(_ entries: [(name: String, type: String, start: UInt32, count: UInt32)], blockSize: UInt16 = 512)
    {
        write(Array("ER".utf8) + be(blockSize) + be(UInt32(byteCount / Int64(blockSize))), at: 0)
        let map = [("Apple", "Apple_partition_map", UInt32(1), UInt32(entries.count + 1))] + entries
        for (number, entry) in map.enumerated() {
            let name = Array(entry.0.utf8) + [UInt8](repeating: 0, count: 32 - entry.0.utf8.count)
            write(
                Array("PM".utf8) + [0, 0] + be(UInt32(map.count)) + be(entry.2) + be(entry.3) + name
                    + Array(entry.1.utf8),
                at: Int64(blockSize) * Int64(number + 1))
            // Valid, allocated, in use, readable, writable.
            write(be(UInt32(0x37)), at: Int64(blockSize) * Int64(number + 1) + 88)
        }
    }

    /// A BSD label in the second sector behind `start`.
    func writeBSDLabel(_ entries: [(start: UInt32, count: UInt32, type: UInt8)], behind start: Int64 = 0) {
        var label = [UInt8](repeating: 0, count: 148)
        label.replaceSubrange(0..<4, with: le(UInt32(0x8256_4557)))
        label.replaceSubrange(40..<44, with: le(UInt32(512)))
        label.replaceSubrange(132..<136, with: le(UInt32(0x8256_4557)))
        label.replaceSubrange(138..<140, with: le(UInt16(entries.count)))
        for entry in entries { label += le(entry.count) + le(entry.start) + le(UInt32(0)) + [entry.type, 0, 0, 0] }
        var sum: UInt16 = 0
        for at in stride(from: 0, to: label.count, by: 2) { sum ^= UInt16(label[at]) | UInt16(label[at + 1]) << 8 }
        label.replaceSubrange(136..<138, with: le(sum))
        write(label, at: start + 512)
    }

    /// The label of a SPARC disk with cylinders of 16 heads and 63 sectors; slice 2 is the whole disk.
    func writeSunLabel(_ slices: [(cylinder: UInt32, count: UInt32, tag: UInt16)]) {
        var label = [UInt8](repeating: 0, count: 512)
        label.replaceSubrange(128..<132, with: be(UInt32(1)))
        label.replaceSubrange(140..<142, with: be(UInt16(8)))
        label.replaceSubrange(188..<192, with: be(UInt32(0x600D_DEEE)))
        label.replaceSubrange(436..<440, with: be(UInt16(16)) + be(UInt16(63)))
        for (number, slice) in slices.enumerated() {
            label.replaceSubrange(142 + 4 * number..<144 + 4 * number, with: be(slice.tag))
            label.replaceSubrange(444 + 8 * number..<452 + 8 * number, with: be(slice.cylinder) + be(slice.count))
        }
        label.replaceSubrange(508..<510, with: be(UInt16(0xDABE)))
        var sum: UInt16 = 0
        for at in stride(from: 0, to: 510, by: 2) { sum ^= UInt16(label[at]) << 8 | UInt16(label[at + 1]) }
        label.replaceSubrange(510..<512, with: be(sum))
        write(label, at: 0)
    }

    /// The superblock of a small ext2, enough to be recognised.
    func writeExt2(at offset: Int64, blocks: UInt32 = 64) {
        write(le(UInt32(16)) + le(blocks), at: offset + 1024)
        write(le(UInt32(8192)) + le(UInt32(8192)) + le(UInt32(16)), at: offset + 1024 + 32)
        write([0x53, 0xEF], at: offset + 1024 + 56)
    }
}
