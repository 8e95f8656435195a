import Evidence
import Examination
import Findings
import Testing

@Suite("Contents of many shards in the same lanes")
struct ContentLanesTests {
    @Test("are found as if each shard were examined alone", arguments: UInt64(0)..<6)
    func sameAsAlone(seed: UInt64) throws {
        let samples = (0..<7).map { ContentSamples(seed: seed * 7 + $0, itemCount: 20) }
        let observers = samples.map { _ in RecordingObserver() }
        var next = 0
        let lanes = ContentLanes {
            // Now and then no shard is at hand although more will come.
            guard next < samples.count else { return nil }
            defer { next += 1 }
            let device = MemoryDevice(samples[next].device)
            return ContentShard(
                samples[next].items, of: .whole(of: device), on: device, matching: [], reporting: observers[next])
        }
        try lanes.run()
        for (sample, observer) in zip(samples, observers) {
            let device = MemoryDevice(sample.device)
            let alone = try ContentExaminer(of: .whole(of: device), on: device, matching: [])
                .examine(sample.items, reporting: RecordingObserver())
            #expect(observer.findings == [alone])
        }
    }

    @Test("go on in a later run, once more shards have come")
    func runsAgain() throws {
        var waiting: [ContentShard] = []
        let lanes = ContentLanes { waiting.isEmpty ? nil : waiting.removeFirst() }
        for seed in UInt64(0)..<3 {
            let (samples, observer) = (ContentSamples(seed: seed, itemCount: 3), RecordingObserver())
            let device = MemoryDevice(samples.device)
            waiting = [
                ContentShard(samples.items, of: .whole(of: device), on: device, matching: [], reporting: observer)
            ]
            try lanes.run()
            #expect(observer.findings.map(\.contents.count) == [3])
        }
    }

    @Test("end a shard without contents at once")
    func emptyShard() throws {
        let (device, observer) = (MemoryDevice([]), RecordingObserver())
        var isTaken = false
        let lanes = ContentLanes {
            defer { isTaken = true }
            guard !isTaken else { return nil }
            let items = [ItemToRead(ordinal: 1, byteCount: 10, reading: .nothing)]
            return ContentShard(items, of: .whole(of: device), on: device, matching: [], reporting: observer)
        }
        try lanes.run()
        #expect(observer.findings == [ShardFindings(volume: 3)])
    }

    @Test("stop with the error of whoever takes the findings")
    func stops() throws {
        struct Full: Error {}
        final class FullObserver: ExaminationObserver {
            func willParse(address: String, path: [UInt8]) {}
            func isReading(ordinal: Int64, byteCount: Int64) {}
            func found(_ findings: ShardFindings, completes: Bool) throws { throw Full() }
        }
        let samples = ContentSamples(seed: 2)
        let device = MemoryDevice(samples.device)
        var count = 0
        let lanes = ContentLanes {
            count += 1
            return ContentShard(
                samples.items, of: .whole(of: device), on: device, matching: [], reporting: FullObserver())
        }
        #expect(throws: Full.self) { try lanes.run() }
        // Those that were in the lanes already are let go.
        #expect(count < 10)
    }
}
