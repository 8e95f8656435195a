import Foundation

/// A segment file of EWF, written section by section as J. Metz's “Expert Witness Compression Format specification”
/// describes it. What is not written is a hole, so that a sketch of terabytes takes little room.
final class EWFSketch {
    private let file: FileHandle
    private(set) var offset: Int64 = 13

    init(at path: String, segment: UInt16 = 1) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        self.file = file
        try write(Array("EVF\t\r\n".utf8) + [0xff, 0, 1] + bytes(of: segment) + [0, 0], at: 0)
    }

    deinit { try? file.close() }

    func write(_ bytes: [UInt8], at offset: Int64) throws {
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: bytes)
    }

    /// Adds a section.
    /// - Parameter room: how many bytes it has behind its descriptor, where that is more than `data`.
    /// - Returns: where its data begins.
    @discardableResult
    func section(_ kind: String, _ data: [UInt8] = [], room: Int64? = nil) throws -> Int64 {
        let start = offset
        let isLast = kind == "next" || kind == "done"
        let end = start + 76 + max(room ?? 0, Int64(data.count))
        var descriptor = Array(kind.utf8) + Array(repeating: 0, count: 16 - kind.utf8.count)
        descriptor += bytes(of: UInt64(isLast ? start : end)) + bytes(of: UInt64(end - start))
        descriptor += Array(repeating: 0, count: 40)
        try write(descriptor + bytes(of: Self.adler32(descriptor)) + data, at: start)
        offset = end
        try file.truncate(atOffset: UInt64(max(end, Int64(try file.seekToEnd()))))
        return start + 76
    }

    /// The volume section, or another that repeats it.
    func geometry(
        _ kind: String = "volume", chunkSectors: UInt32 = 64, sectorCount: UInt64, set: [UInt8] = []
    ) throws {
        var data: [UInt8] = [1, 0, 0, 0] + bytes(of: UInt32(clamping: sectorCount / UInt64(chunkSectors)))
        data += bytes(of: chunkSectors) + bytes(of: UInt32(512)) + bytes(of: sectorCount)
        data += Array(repeating: 0, count: 64 - data.count) + set
        data += Array(repeating: 0, count: 1048 - data.count)
        try section(kind, data + bytes(of: Self.adler32(data)))
    }

    /// A section of text, in zlib's format (RFC 1950) without being compressed.
    func text(_ kind: String, _ text: String) throws {
        let all = Array(text.utf8)
        var data: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: all.count, by: 65_535) {
            let part = all[start..<min(all.count, start + 65_535)]
            let count = UInt16(part.count)
            data += [start + 65_535 < all.count ? 0 : 1] + bytes(of: count) + bytes(of: ~count) + part
        }
        try section(kind, data + bytes(of: Self.adler32(all)).reversed())
    }

    /// A table whose entries are given.
    func table(_ entries: [UInt32], base: Int64 = 0, as kind: String = "table") throws {
        let body = entries.flatMap { bytes(of: $0) }
        try section(kind, header(entryCount: entries.count, base: base) + body + bytes(of: Self.adler32(body)))
    }

    /// A table of which every entry leads to the same stored chunk, at `base`: its entries are zeros, and a hole.
    func table(sameChunk count: Int, base: Int64, as kind: String = "table") throws {
        let head = header(entryCount: count, base: base)
        let data = try section(kind, head, room: Int64(24 + count * 4 + 4))
        // The Adler-32 of n zeros is n in its upper half, and 1.
        try write(bytes(of: UInt32(count * 4 % 65521) << 16 | 1), at: data + 24 + Int64(count) * 4)
    }

    /// The list of sectors that could not be read.
    func unacquired(_ runs: [(first: UInt32, count: UInt32)]) throws {
        let head = bytes(of: UInt32(runs.count)) + Array(repeating: 0, count: 512)
        let body = runs.flatMap { bytes(of: $0.first) + bytes(of: $0.count) }
        try section("error2", head + bytes(of: Self.adler32(head)) + body + bytes(of: Self.adler32(body)))
    }

    /// How a table begins.
    func header(entryCount: Int, base: Int64) -> [UInt8] {
        let head = bytes(of: UInt32(entryCount)) + [0, 0, 0, 0] + bytes(of: UInt64(bitPattern: base)) + [0, 0, 0, 0]
        return head + bytes(of: Self.adler32(head))
    }

    private func bytes<Number: FixedWidthInteger>(of number: Number) -> [UInt8] { number.littleEndianBytes }

    /// Adler-32 (RFC 1950, section 8.2).
    static func adler32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var (low, high) = (UInt32(1), UInt32(0))
        for byte in bytes {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return high << 16 | low
    }

    /// A chunk that is stored as it is, with its checksum.
    static func stored(_ chunk: [UInt8]) -> [UInt8] { chunk + adler32(chunk).littleEndianBytes }
}

extension FixedWidthInteger {
    var littleEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> Self($0 * 8)) }
    }
}
