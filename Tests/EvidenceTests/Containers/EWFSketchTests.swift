import Evidence
import Findings
import Foundation
import TestSupport
import Testing

/// Layouts that no tool makes within a test's time, sketched by the format's public description.
@Suite("An E01 as its description has it")
struct EWFSketchTests {
    /// One chunk, and the same on the device as often as a table says.
    private let chunk = (0..<32_768).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }

    @Test(
        "finds its chunks behind 2 GiB by the base of its tables, or by offsets of 32 bits", arguments: [true, false])
    func largeOffsets(hasBase: Bool) throws {
        let folder = try ScratchFolder()
        let sketch = try EWFSketch(at: folder.path("large.E01"))
        try sketch.geometry(sectorCount: 3 * 64)
        let room: Int64 = 3 << 30
        let start = try sketch.section("sectors", room: room)
        let places: [Int64] = [(1 << 31) - 32_773, (1 << 31) + 5, start + room - 32_772]
        for place in places { try sketch.write(EWFSketch.stored(chunk.reversed()), at: place) }
        if hasBase {
            try sketch.table([0], base: places[0])
            try sketch.table([0], base: places[1])
            try sketch.table([0], base: places[2])
        } else {
            try sketch.table(places.map { UInt32($0) })
        }
        try sketch.section("done")
        let image = try Image(opening: folder.path("large.E01"))
        #expect(image.unreadable == [])
        #expect(try image.bytes(at: 0, byteCount: 3 << 15) == Array(repeatElement(chunk.reversed(), count: 3).joined()))
    }

    @Test(
        "names its first 1,024 ranges that were not acquired, and counts the others", arguments: [1, 1024, 1025, 3000])
    func unacquired(count: Int) throws {
        let folder = try ScratchFolder()
        let sketch = try EWFSketch(at: folder.path("gaps.E01"))
        try sketch.geometry(sectorCount: 3200 * 64)
        let start = try sketch.section("sectors", EWFSketch.stored(chunk))
        try sketch.table(sameChunk: 3200, base: start)
        // Each range in two parts that touch, and in no order.
        let runs = (0..<UInt32(count)).flatMap { [($0 * 64 + 11, 2), ($0 * 64 + 10, 1)] as [(UInt32, UInt32)] }
        try sketch.unacquired(runs.reversed().map { (first: $0.0, count: $0.1) })
        try sketch.section("done")
        let image = try Image(opening: folder.path("gaps.E01"))
        let named = image.unreadable.filter { $0.scope == .range }
        #expect(named.count == min(count, 1024) && named.allSatisfy { $0.range?.byteCount == 1536 })
        let further = image.unreadable.filter { $0.scope == .image }
        #expect(further.count == (count > 1024 ? 1 : 0))
        #expect(further.allSatisfy { $0.detail.contains("\(count - 1024) further") })
        #expect(further.allSatisfy { $0.detail.contains("\((count - 1024) * 1536) bytes") })
        let lost = try Reading(of: image, bufferByteCount: 1 << 16).lost
        #expect(lost.count == count)
    }

    @Test("whose texts are megabytes long is read, and tells their beginning")
    func longText() throws {
        let folder = try ScratchFolder()
        let sketch = try EWFSketch(at: folder.path("long.E01"))
        try sketch.text("header", "1\r\nmain\r\nc\tn\r\n7\t" + String(repeating: "x", count: 1 << 20) + "\r\n")
        try sketch.geometry(sectorCount: 64)
        try sketch.table(sameChunk: 1, base: try sketch.section("sectors", EWFSketch.stored(chunk)))
        try sketch.section("done")
        let said = try Image(opening: folder.path("long.E01")).description.acquisition
        #expect(said["case number"] == "7" && said["evidence number"]?.hasSuffix("(1048576 bytes in all)") == true)
        #expect(said.values.allSatisfy { $0.utf8.count < 4200 })
    }

    @Test("whose tables have more chunks than the device says so")
    func surplus() throws {
        let folder = try ScratchFolder()
        let sketch = try EWFSketch(at: folder.path("more.E01"))
        try sketch.geometry(sectorCount: 2 * 64)
        try sketch.table(sameChunk: 5, base: try sketch.section("sectors", EWFSketch.stored(chunk)))
        try sketch.section("done")
        let image = try Image(opening: folder.path("more.E01"))
        #expect(image.unreadable.map(\.reason) == [.containerDamaged])
        #expect(image.unreadable.first?.detail.contains("3 chunks more") == true)
        #expect(try image.bytes(at: 0, byteCount: 1 << 16) == chunk + chunk)
    }

    /// Three chunks, and a table whose mirror is given.
    private func image(mirror: [UInt32], reading: (Image) throws -> Void) throws {
        let folder = try ScratchFolder()
        let sketch = try EWFSketch(at: folder.path("mirror.E01"))
        try sketch.geometry(sectorCount: 3 * 64)
        let start = try sketch.section(
            "sectors", EWFSketch.stored(chunk) + EWFSketch.stored(chunk.reversed()) + EWFSketch.stored(chunk))
        try sketch.table(Self.places, base: start)
        try sketch.table(mirror, base: start, as: "table2")
        try sketch.section("done")
        try reading(Image(opening: folder.path("mirror.E01")))
    }

    private static let places: [UInt32] = [0, 32_772, 65_544]

    @Test("whose table and mirror are both sound, and place a chunk elsewhere, does not choose between them")
    func contradiction() throws {
        try image(mirror: [0, 65_544, 65_544]) { image in
            let reading = try Reading(of: image)
            #expect(reading.lost == [ByteRange(offset: 32_768, byteCount: 32_768)])
            #expect(reading.failures.first?.reason == .containerDamaged)
            #expect(reading.failures.first?.cause.contains("mirror") == true)
        }
        try image(mirror: Self.places) { image in
            #expect(image.unreadable == [])
            let bytes = try image.bytes(at: 0, byteCount: 3 << 15)
            #expect(bytes == chunk + chunk.reversed() + chunk)
        }
    }

    @Test("whose mirror has another number of entries goes by the table, and says so")
    func otherNumber() throws {
        try image(mirror: Self.places.dropLast()) { image in
            #expect(image.unreadable.map(\.reason) == [.containerDamaged])
            #expect(image.unreadable.first?.detail.contains("which has 2 entries") == true)
            let lost = try Reading(of: image).lost
            #expect(lost == [])
        }
    }

    @Test("of 8 TiB takes no more memory than a small one")
    func memory() throws {
        let folder = try ScratchFolder()
        let sketch = try EWFSketch(at: folder.path("huge.E01"))
        let (chunkCount, tableEntryCount) = (1 << 28, 16_375)
        try sketch.geometry(sectorCount: UInt64(chunkCount) * 64)
        let start = try sketch.section("sectors", EWFSketch.stored(chunk))
        for first in stride(from: 0, to: chunkCount, by: tableEntryCount) {
            let count = min(tableEntryCount, chunkCount - first)
            try sketch.table(sameChunk: count, base: start)
            try sketch.table(sameChunk: count, base: start, as: "table2")
        }
        try sketch.section("done")
        let probe = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "image-probe")
        let said = String(decoding: try Tool.run(program: probe, [folder.path("huge.E01"), "500"]), as: UTF8.self)
        let numbers = said.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        #expect(numbers.count == 3 && numbers[0] == 8 << 40, "\(said)")
        #expect((numbers.last ?? .max) < 64 << 20, "\(said)")
    }
}
