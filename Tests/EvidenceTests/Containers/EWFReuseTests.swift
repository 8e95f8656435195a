import Evidence
import TestSupport
import Testing

/// Contents that lie behind each other on the disk, read 16 at a time in pieces of 128 KiB, as they are digested.
@Suite("An E01 that is read in disk order", .enabled(if: EWFSample.canBeMade, "ewfacquire is not installed"))
struct EWFReuseTests {
    private static func device(ofAtLeast byteCount: Int) -> [UInt8] {
        var device: [UInt8] = []
        while device.count < byteCount { device += EWFSample.mixed }
        return device
    }

    /// - Parameter byteCount: of each content; the next begins at the next cluster of 4 KiB.
    /// - Returns: how many bytes were unpacked, and how many contents there are.
    private func read(
        _ device: [UInt8], contentsOf byteCount: Int64, chunkSectors: Int
    ) throws -> (unpacked: Int64, contents: Int64) {
        let sample = try EWFSample(
            "encase6", chunkSectors: chunkSectors, of: device, compression: "fast", segmentByteCount: 1 << 30)
        let folder = try ScratchFolder()
        let image = try Image(opening: try folder.write(sample.files[0].bytes, to: sample.files[0].name))
        let distance = (byteCount + 4095) / 4096 * 4096
        var waiting = Array(stride(from: 0, to: image.byteCount, by: Int(distance)).reversed())
        let contents = Int64(waiting.count)
        var lanes: [(position: Int64, end: Int64)] = []
        var buffer = [UInt8](repeating: 0, count: 128 << 10)
        while true {
            while lanes.count < 16, let start = waiting.popLast() {
                lanes.append((start, min(start + byteCount, image.byteCount)))
            }
            if lanes.isEmpty { return (image.unpackedByteCount, contents) }
            for lane in lanes.indices {
                let wanted = Int(min(Int64(buffer.count), lanes[lane].end - lanes[lane].position))
                var span = buffer.mutableSpan
                var part = span._mutatingExtracting(..<wanted)
                let count = try image.read(at: lanes[lane].position, into: &part)
                #expect(count == wanted)
                lanes[lane].position += Int64(count)
            }
            lanes.removeAll { $0.position == $0.end }
        }
    }

    @Test(
        "unpacks every chunk once for contents that are shorter than what is read at a time", arguments: [16, 64, 1024])
    func short(chunkSectors: Int) throws {
        let device = Self.device(ofAtLeast: 6 << 20)
        let read = try read(device, contentsOf: 50_000, chunkSectors: chunkSectors)
        #expect(read.unpacked == Int64(device.count))
    }

    @Test("unpacks no chunk twice but those that two long contents share", arguments: [1024, 4096])
    func long(chunkSectors: Int) throws {
        let device = Self.device(ofAtLeast: 32 << 20)
        let read = try read(device, contentsOf: 2_000_000, chunkSectors: chunkSectors)
        #expect(read.unpacked <= Int64(device.count) + read.contents * Int64(chunkSectors) * 512)
    }
}
