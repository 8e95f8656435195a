import Evidence
import Examination
import Findings
import TestSupport
import Testing

@Suite("Examination of contents")
struct ContentExaminerTests {
    private func examine(_ items: [ItemToRead], on device: some Device) throws -> ShardFindings {
        try ContentExaminer(of: .whole(of: device), on: device, matching: [])
            .examine(items, reporting: RecordingObserver())
    }

    @Test("digests every content along its runs, holes as zeros", arguments: UInt64(0)..<12)
    func digestsRuns(seed: UInt64) throws {
        let samples = ContentSamples(seed: seed)
        let findings = try examine(samples.items.shuffled(), on: MemoryDevice(samples.device))
        #expect(findings.failures.isEmpty)
        #expect(findings.contents.map(\.ordinal) == samples.items.map(\.ordinal))
        for content in findings.contents {
            let expected = try #require(samples.contents[content.ordinal])
            #expect(try content.digests == openSSL(expected), "item \(content.ordinal), \(expected.count) bytes")
            #expect(content.state == .examined && content.type != nil)
        }
    }

    @Test("digests what the walk has read already, however short")
    func digestsInline() throws {
        let contents: [[UInt8]] = [[], [0x41], Array("%PDF-1.7".utf8), [UInt8](repeating: 7, count: 4096)]
        let items = contents.enumerated().map {
            ItemToRead(ordinal: Int64($0.offset), byteCount: Int64($0.element.count), reading: .inline($0.element))
        }
        let findings = try examine(items, on: MemoryDevice([]))
        for (content, expected) in zip(findings.contents, contents) {
            #expect(try content.digests == openSSL(expected))
        }
        #expect(findings.contents.count == contents.count)
    }

    @Test("loses only the items in whose runs the damage lies, and names its bytes", arguments: [true, false])
    func namesDamage(knowsExtent: Bool) throws {
        var random = SplitMix64(seed: 11)
        let bytes = random.bytes(400_000)
        let bad = ByteRange(offset: 102_400, byteCount: 32_768)
        let device = MemoryDevice(bytes, damaged: [bad], knowsExtent: knowsExtent)
        func item(_ ordinal: Int64, _ offset: Int64, _ byteCount: Int64) -> ItemToRead {
            let run = Run(offset: offset, byteCount: byteCount)
            return ItemToRead(ordinal: ordinal, byteCount: byteCount, reading: .runs, runs: [run])
        }
        let findings = try examine(
            [item(0, 0, 102_400), item(1, 51_200, 200_000), item(2, 110_592, 4096), item(3, 135_168, 200_000)],
            on: device)
        #expect(findings.contents.map(\.state) == [.examined, .partial, .failed, .examined])
        #expect(findings.contents.map { $0.digests != nil } == [true, false, false, true])
        #expect(try findings.contents[3].digests == openSSL(Array(bytes[135_168..<335_168])))
        #expect(findings.failures.map(\.ordinal) == [1, 2])
        #expect(findings.failures.allSatisfy { $0.reason == .chunkChecksum && $0.scope == .item && $0.volume == 3 })
        #expect(findings.failures.allSatisfy { $0.detail.contains("checksum of the chunk at 102400") })
        // Without an extent the steps over the damage grow: what is named contains it, and ends within the item.
        let named = try #require(findings.failures[0].range)
        #expect(knowsExtent ? named == bad : named.offset == bad.offset && named.end >= bad.end)
        #expect(findings.failures[1].range == ByteRange(offset: 110_592, byteCount: 4096))
    }

    @Test("names every damaged place of an item, not only the first")
    func namesAllDamage() throws {
        let places = (0..<5).map { ByteRange(offset: 10_240 + $0 * 51_200, byteCount: 1024 * ($0 + 1)) }
        let device = MemoryDevice([UInt8](repeating: 1, count: 400_000), damaged: places)
        let run = Run(offset: 0, byteCount: 400_000)
        let findings = try examine(
            [ItemToRead(ordinal: 9, byteCount: 400_000, reading: .runs, runs: [run])], on: device)
        #expect(findings.failures.map(\.range) == places)
        #expect(findings.contents.map(\.state) == [.partial])
    }

    @Test("counts what it does not list: three thousand damaged places of one item end as 1,025 failures")
    func boundsFailures() throws {
        let places = (0..<3000).map { ByteRange(offset: $0 * 16, byteCount: 8) }
        let device = MemoryDevice([UInt8](repeating: 1, count: 48_000), damaged: places)
        let run = Run(offset: 0, byteCount: 48_000)
        let findings = try examine(
            [ItemToRead(ordinal: 9, byteCount: 48_000, reading: .runs, runs: [run])], on: device)
        #expect(findings.failures.count == 1025)
        #expect(findings.failures.last?.detail.hasPrefix("1976 further damaged places") == true)
    }

    @Test("has no digest for a content that is shorter than its metadata says")
    func namesShortfall() throws {
        let device = MemoryDevice([UInt8](repeating: 5, count: 10_000), byteCount: 20_000)
        let runs = [
            [Run(offset: 0, byteCount: 4096)], [Run(offset: 8192, byteCount: 8192)], [],
            [Run(offset: -1, byteCount: 8192)], [Run(offset: .max, byteCount: .max)],
            [Run(offset: 0, byteCount: -5), Run(offset: nil, byteCount: 0)],
        ]
        let items = runs.enumerated().map {
            ItemToRead(ordinal: Int64($0.offset), byteCount: 8192, reading: .runs, runs: $0.element)
        }
        let findings = try examine(items, on: device)
        #expect(findings.contents.allSatisfy { $0.digests == nil })
        #expect(findings.contents.map(\.state) == [.partial, .partial, .failed, .failed, .failed, .failed])
        #expect(
            findings.failures.map(\.reason) == [
                .chainShorterThanSize, .truncatedImage, .chainShorterThanSize, .clusterOutsideVolume, .truncatedImage,
                .chainShorterThanSize,
            ])
        #expect(findings.failures[1].range == ByteRange(offset: 10_000, byteCount: 6384))
    }

    @Test("says which item it reads before it reads it")
    func saysWhatItReads() throws {
        let samples = ContentSamples(seed: 1)
        let device = MemoryDevice(samples.device)
        let observer = RecordingObserver()
        _ = try ContentExaminer(of: .whole(of: device), on: device, matching: [])
            .examine(samples.items, reporting: observer)
        #expect(Set(observer.read) == Set(samples.items.map(\.ordinal)))
    }
}
