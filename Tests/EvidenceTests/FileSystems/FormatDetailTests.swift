import Findings
import Testing

@testable import Evidence

@Suite("Details of file systems")
struct FormatDetailTests {
    @Test("LZNT1 unpacks the example of its specification ([MS-XCA] 2.5.4)")
    func unpacks() throws {
        let packed: [UInt8] = [
            0x38, 0xB0, 0x88, 0x46, 0x23, 0x20, 0x00, 0x20, 0x47, 0x20, 0x41, 0x00, 0x10, 0xA2, 0x47, 0x01, 0xA0, 0x45,
            0x20, 0x44, 0x00, 0x08, 0x45, 0x01, 0x50, 0x79, 0x00, 0xC0, 0x45, 0x20, 0x05, 0x24, 0x13, 0x88, 0x05, 0xB4,
            0x02, 0x4A, 0x44, 0xEF, 0x03, 0x58, 0x02, 0x8C, 0x09, 0x16, 0x01, 0x48, 0x45, 0x00, 0xBE, 0x00, 0x9E, 0x00,
            0x04, 0x01, 0x18, 0x90, 0x00,
        ]
        let text =
            "F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D E F# G F# E D E "
            + "A F# F# G A A G F# E D D E F# E D D\0"
        let unpacked = try LZNT1.unpack(packed[...], byteCount: 4096)
        #expect(String(decoding: unpacked.prefix(text.utf8.count), as: UTF8.self) == text)
        #expect(unpacked.count == 4096)
    }

    @Test("LZNT1 refuses references to before the beginning, and chunks that are cut")
    func refuses() {
        for packed: [UInt8] in [[0x03, 0xB0, 0x01, 0xFF, 0xFF], [0xFF, 0xBF, 0x00], [0x02, 0xB0, 0x02, 0x41, 0x00]] {
            #expect(throws: NTFSDamage.self) { try LZNT1.unpack(packed[...], byteCount: 65_536) }
        }
    }

    @Test("A surrogate without its other half keeps its value, so that no two names become one")
    func surrogates() {
        let lone: [UInt8] = [0x41, 0x00, 0x3D, 0xD8, 0x42, 0x00]
        #expect(lone[...].utf8FromUTF16() == [0x41, 0xED, 0xA0, 0xBD, 0x42])
        let pair: [UInt8] = [0x3D, 0xD8, 0xF7, 0xDC]
        #expect(String(decoding: pair[...].utf8FromUTF16(), as: UTF8.self) == "📷")
    }

    @Test("Times of FAT are to two seconds, and hundredths are added")
    func times() {
        // `date -u -d '2026-11-24 04:01:58' +%s`
        let date = UInt16(46 << 9 | 11 << 5 | 24)
        let time = UInt16(4 << 11 | 1 << 5 | 29)
        #expect(FATTime.timestamp(date: date, time: time)?.seconds == 1_795_492_918)
        #expect(
            FATTime.timestamp(date: date, time: time, hundredths: 199)
                == Timestamp(seconds: 1_795_492_919, nanoseconds: 990_000_000))
        #expect(FATTime.timestamp(date: date, time: time, hundredths: 200)?.seconds == 1_795_492_918)
        #expect(FATTime.timestamp(date: UInt16(44 << 9 | 2 << 5 | 29))?.seconds == 1_709_164_800)
        #expect(FATTime.timestamp(date: UInt16(46 << 9 | 13 << 5 | 1)) == nil)
        #expect(FATTime.timestamp(date: 0) == nil)
    }

    @Test("Times of NTFS count from 1601", arguments: [(116_444_736_000_000_001 as UInt64, 0 as Int64, 100 as Int32)])
    func ntfsTimes(value: UInt64, seconds: Int64, nanoseconds: Int32) {
        #expect(NTFSTime.timestamp(value) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(NTFSTime.timestamp(0) == nil && NTFSTime.timestamp(.max) == nil)
    }

    @Test("Bits are joined into runs, padding is left out")
    func bits() throws {
        var (runs, told): (BitRuns, [String]) = (BitRuns(), [])
        let tell = { (bits: Range<UInt64>, isSet: Bool) in told.append("\(bits) \(isSet)") }
        try runs.add([0xFF, 0xFF, 0x0F], limit: 100, tell)
        try runs.add([0x00, 0x80, 0xFF], limit: 42, tell)
        try runs.finish(tell)
        #expect(told == ["0..<20 true", "20..<39 false", "39..<42 true"])
    }
}

@Suite("Chains of clusters")
struct AllocationTableTests {
    /// A FAT16 of 64 clusters with the given entries from cluster 2 on.
    private func table(_ entries: [UInt16]) -> AllocationTable {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.write(entries.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, at: 4)
        let heap = ClusterHeap(
            sectorSize: 512, clusterSize: 512, clusterCount: 64, offset: 4096, entryOffset: 2048, on: disk)
        return AllocationTable(TableCopies(heap, at: [0], byteCount: 512), width: .bits16)
    }

    @Test("that come back are noticed wherever they do", arguments: UInt16(2)..<22)
    func loops(target: UInt16) throws {
        let entries = (3..<22).map { UInt16($0) } + [target]
        #expect(try isLoop(table(entries).chain(from: 2, atMost: 1 << 20).end))
    }

    private func isLoop(_ end: AllocationTable.Chain.End) -> Bool {
        if case .loop = end { true } else { false }
    }

    @Test("end where they end")
    func ends() throws {
        let table = table([3, 4, 0xFFFF, 0, 0xFFF7, 200, 5])
        #expect(try table.chain(from: 2, atMost: 100).end == .proper)
        #expect(try table.chain(from: 2, atMost: 100).clusterCount == 3)
        #expect(try table.chain(from: 2, atMost: 2).end == .longer)
        #expect(try table.chain(from: 5, atMost: 100).end == .free(5))
        #expect(try table.chain(from: 6, atMost: 100).end == .bad(6))
        #expect(try table.chain(from: 7, atMost: 100).end == .outside(200))
        #expect(try table.chain(from: 8, atMost: 100).end == .free(5))
        #expect(try table.chain(from: 99, atMost: 100).end == .outside(99))
    }
}
