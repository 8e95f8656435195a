import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("An image on another computer")
struct StreamedImageTests {
    @Test("reads as it does here, byte for byte and error for error", arguments: UInt64(0)..<16)
    func readsTheSame(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let near = try FlawedMap(seed: seed)
        let here = Image(map: near, path: "flawed")
        let away = try Image(
            near.opening, over: FakeLine(Image(map: FlawedMap(seed: seed), path: "flawed"), shufflingBy: seed))
        #expect(away.description == here.description && away.unreadable == here.unreadable)
        var offset: Int64 = 0
        for _ in 0..<100 {
            if Bool.random(using: &random) { offset = .random(in: 0..<near.byteCount, using: &random) }
            let count = Int.random(in: 1...300_000, using: &random)
            let (ours, theirs) = (
                StreamedReading(of: here, at: offset, count), StreamedReading(of: away, at: offset, count)
            )
            #expect(ours == theirs, "\(seed) \(offset) \(count)")
            offset = min(offset + Int64(max(1, ours.bytes.count)), near.byteCount - 1)
        }
    }

    @Test("reads what was not acquired as filler only where that is asked for")
    func readsFiller() throws {
        let near = try FlawedMap(seed: 1)
        let away = try Image(
            near.opening, over: FakeLine(Image(map: FlawedMap(seed: 1), path: "flawed"), shufflingBy: 1))
        let damage = try #require(near.damage.first)
        #expect(throws: EvidenceError.self) { try away.bytes(at: damage.offset, byteCount: 10) }
        away.readsUnacquired = true
        #expect(try away.bytes(at: damage.offset, byteCount: 10) == [UInt8](repeating: 0xEE, count: 10))
        away.readsUnacquired = false
        #expect(throws: EvidenceError.self) { try away.bytes(at: damage.offset, byteCount: 10) }
    }
}

/// What one read gives.
private struct StreamedReading: Equatable {
    var bytes: [UInt8] = []
    var error: EvidenceError?

    init(of device: any Device, at offset: Int64, _ count: Int) {
        bytes = [UInt8](repeating: 0, count: count)
        do throws(EvidenceError) {
            var span = bytes.mutableSpan
            let filled = try device.read(at: offset, into: &span)
            bytes.removeLast(count - filled)
        } catch {
            (bytes, self.error) = ([], error)
        }
    }
}

/// Eight mebibytes of a pattern, with some damage.
private final class FlawedMap: BlockMap {
    let byteCount: Int64 = 8 << 20
    let damage: [ByteRange]
    let files: [EvidenceFile] = []
    private let file: EvidenceFile
    var readsUnacquired = false

    init(seed: UInt64) throws {
        file = try ExhibitFolder(at: "/proc/self").open("exe")
        var random = SplitMix64(seed: seed)
        damage = (0..<6).map { part in
            ByteRange(
                offset: part << 20 + Int64.random(in: 0..<(1 << 19), using: &random),
                byteCount: .random(in: 1...(1 << 19), using: &random))
        }
    }

    var description: ImageDescription { ImageDescription(format: "flawed", byteCount: byteCount) }
    var unreadable: [Failure] {
        [Failure(scope: .image, range: damage[0], stage: .survey, reason: .containerDamaged, detail: "flawed")]
    }
    var opening: ImageOpening { ImageOpening(description: description, unreadable: unreadable, path: "flawed") }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        if !readsUnacquired, let range = damage.first(where: { $0.offset <= offset && offset < $0.end }) {
            throw EvidenceError(
                .chunkChecksum, path: "flawed", byteOffset: offset, byteCount: range.end - offset,
                cause: "from \(offset)")
        }
        let next = damage.map(\.offset).filter { $0 > offset }.min() ?? byteCount
        // Patches of 5,000 bytes, half of them zeros.
        let end = min(readsUnacquired ? byteCount : next, (offset / 5000 + 1) * 5000)
        if offset / 5000 % 2 == 0, !readsUnacquired { return Stretch(byteCount: end - offset, source: .zeros) }
        return Stretch(
            byteCount: end - offset,
            source: .packed(
                PackedBlock(
                    offset: offset, byteCount: Int(end - offset), file: file, fileOffset: 0, packedByteCount: 0,
                    packing: 0), skip: 0))
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        buffer.update(repeating: readsUnacquired ? 0xEE : UInt8(truncatingIfNeeded: block.offset / 5000 * 37 + 1))
    }
}

/// A line that answers in another order than it was asked.
private final class FakeLine: BlockLine {
    private let image: Image
    private var random: SplitMix64
    private var waiting: [(number: Int64, range: ByteRange, readsUnacquired: Bool)] = []

    init(_ image: Image, shufflingBy seed: UInt64) {
        self.image = image
        random = SplitMix64(seed: seed)
    }

    func ask(_ number: Int64, for range: ByteRange, readingUnacquired readsUnacquired: Bool) {
        waiting.append((number, range, readsUnacquired))
    }

    func next() -> (number: Int64, block: Block) {
        let (number, range, readsUnacquired) = waiting.remove(at: .random(in: 0..<waiting.count, using: &random))
        if image.readsUnacquired != readsUnacquired { image.readsUnacquired = readsUnacquired }
        return (number, image.block(range))
    }
}
