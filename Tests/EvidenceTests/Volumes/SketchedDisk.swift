import Evidence
import Findings

/// A disk drawn by a test: zeros, except for what is written, and for stretches that cannot be read. It may have any
/// size.
final class SketchedDisk: Device {
    var byteCount: Int64
    let sectorSize: Int32
    /// What is written, by the number of its page.
    private var pages: [Int64: [UInt8]] = [:]
    private static let pageSize: Int64 = 4096
    private var unreadable: [ByteRange] = []

    init(byteCount: Int64, sectorSize: Int32 = 512) {
        (self.byteCount, self.sectorSize) = (byteCount, sectorSize)
    }

    /// A disk that begins with bytes from elsewhere, and ends with them.
    convenience init(holding bytes: [UInt8]) {
        self.init(byteCount: Int64(bytes.count))
        for start in stride(from: 0, to: bytes.count, by: Int(Self.pageSize)) {
            let page = bytes[start..<min(bytes.count, start + Int(Self.pageSize))]
            if page.contains(where: { $0 != 0 }) { write(Array(page), at: Int64(start)) }
        }
    }

    /// Writes over what was there before.
    func write(_ bytes: [UInt8], at offset: Int64) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let (page, place) = (offset + Int64(rest.startIndex)).quotientAndRemainder(dividingBy: Self.pageSize)
            let part = rest.prefix(Int(Self.pageSize - place))
            pages[page, default: [UInt8](repeating: 0, count: Int(Self.pageSize))]
                .replaceSubrange(Int(place)..<Int(place) + part.count, with: part)
            rest = rest.dropFirst(part.count)
        }
    }

    /// A disk of the same content, for changing.
    func copy() -> SketchedDisk {
        let copy = SketchedDisk(byteCount: byteCount, sectorSize: sectorSize)
        (copy.pages, copy.unreadable) = (pages, unreadable)
        return copy
    }

    func write(_ text: String, at offset: Int64) { write(Array(text.utf8), at: offset) }

    func damage(_ range: ByteRange) { unreadable.append(range) }

    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        guard offset >= 0, offset < byteCount else { return 0 }
        var count = Int(min(Int64(buffer.count), byteCount - offset))
        for range in unreadable where range.end > offset && range.offset < offset + Int64(count) {
            guard range.offset > offset else {
                throw EvidenceError(
                    .chunkChecksum, path: "sketch", byteOffset: range.offset, byteCount: range.byteCount,
                    cause: "the chunk at byte \(range.offset) is damaged")
            }
            count = Int(range.offset - offset)
        }
        var filled = 0
        while filled < count {
            let (page, place) = (offset + Int64(filled)).quotientAndRemainder(dividingBy: Self.pageSize)
            let part = min(count - filled, Int(Self.pageSize - place))
            if let bytes = pages[page] {
                for index in 0..<part { buffer[filled + index] = bytes[Int(place) + index] }
            } else {
                var rest = buffer._mutatingExtracting(filled..<filled + part)
                rest.update(repeating: 0)
            }
            filled += part
        }
        return count
    }

    var survey: Survey { Survey(of: self) }
}

/// A range in sectors of 512 bytes.
func sectors(_ first: Int64, _ count: Int64) -> ByteRange { ByteRange(offset: first * 512, byteCount: count * 512) }

/// Numbers as bytes.
func le<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
}

func be<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { le(number).reversed() }
