import Findings
import Foundation
import Shards

@testable import CaseStore

extension PlannedShard {
    static func sample(
        _ kind: ShardKind = .survey, priority: Int16 = 0, position: Int64 = 0, byteCount: Int64 = 0, volume: Int32 = 0
    ) -> PlannedShard {
        PlannedShard(
            kind: kind, volume: kind == .survey ? nil : volume, priority: priority, position: position,
            byteCount: byteCount, specification: Array("\(kind)".utf8))
    }
}

extension CaseStore {
    /// Grants whatever waits, exhibit by exhibit in the order of their precedence.
    func grant(
        to worker: String, limit: Int, term: Duration, now: Date? = nil
    ) async throws(StoreError) -> [Grant] {
        let waiting = try await waiting(now: now)
        var (exhibits, grants): ([WaitingExhibit], [Grant]) = (waiting.exhibits, [])
        while grants.count < limit, let place = Precedence.next(among: exhibits, at: waiting.now, turn: 0) {
            let exhibit = ExhibitID(exhibits[place].number)
            let granted = try await grant(.single, of: exhibit, to: worker, term: term, now: now)
            if granted.isEmpty { exhibits.remove(at: place) }
            grants += granted
        }
        return grants
    }

    /// Lands a batch that plans some shards, whatever it holds.
    func land(
        _ findings: ShardFindings, of shard: ShardID, under claim: Claim, batch: Int32 = 0, planning: [PlannedShard],
        completes: Bool
    ) async throws(StoreError) -> Landing {
        try await land(findings, of: shard, under: claim, batch: batch, completes: completes) { _ in planning }
    }
}

extension ExhibitRegistration {
    static func sample(_ reference: String) -> ExhibitRegistration {
        ExhibitRegistration(
            reference: reference, path: "/evidence/\(reference).raw",
            files: [ImageFile(name: "\(reference).raw", byteCount: 1 << 20)])
    }
}

extension Portion {
    /// One shard.
    static let single = Portion(costPerSecond: 0, readyCount: nil, examinerCount: 1)
}

extension ShardFindings {
    static func sample(failures count: Int) -> ShardFindings {
        ShardFindings(
            failures: (0..<count).map { number in
                Failure(scope: .image, stage: .survey, reason: .parserCrashed, detail: "number \(number)")
            })
    }
}

extension ShardFindings {
    /// One of everything, with names and numbers that a suspect might choose.
    static var hostile: ShardFindings {
        let device: Int64 = 1 << 30
        let volume = Volume(
            index: 0, range: ByteRange(offset: 1 << 20, byteCount: device - 1 << 20), scheme: "gpt",
            description: "Basic \u{202E}data", fileSystem: "ntfs", label: "\";DROP TABLE items;--", state: .readable,
            subvolume: -7)
        let digests = Digests(
            md5: Array(0..<16), sha1: Array(0..<20), sha256: [UInt8](repeating: 0xFF, count: 32))
        return ShardFindings(
            volume: 0,
            image: ImageDescription(
                format: "ewf", byteCount: device,
                storedDigests: [StoredDigest(algorithm: .md5, value: Array(0..<16), origin: "container")],
                acquisition: ["examiner name": "O'Neill \\ \"x\" \u{1F50D}"]),
            volumes: [volume],
            items: [
                Item(
                    ordinal: 0, address: "5-144-1", path: Array("/\n\t\r\u{1B}[31m'\"\\$1%".utf8), kind: .directory,
                    isAllocated: true, byteCount: nil, reading: .nothing),
                Item(
                    ordinal: 1, address: "64-128-3", stream: [0, 0xFF, 0x3A], path: [0x2F, 0, 0xC3, 0x28, 0xFF],
                    kind: .file, isAllocated: false, isOverwritten: true, byteCount: .max,
                    created: Timestamp(seconds: .min, nanoseconds: 1),
                    modified: Timestamp(seconds: -11_644_473_600, nanoseconds: 100),
                    accessed: Timestamp(seconds: 1_700_000_000, nanoseconds: 999_999_999),
                    changed: Timestamp(seconds: 0),
                    runs: [
                        Run(offset: 4096, byteCount: 8192), Run(offset: nil, byteCount: 1),
                        Run(offset: 0, byteCount: 0),
                    ],
                    slack: [ByteRange(offset: 12288, byteCount: 17)], reading: .nothing),
                Item(
                    ordinal: .max, address: "", path: [], kind: .characterDevice, isAllocated: true, byteCount: 0,
                    linkTarget: [], reading: .nothing),
            ],
            furtherPaths: [FurtherPath(ordinal: 0, path: [1]), FurtherPath(ordinal: 0, path: [1, 0])],
            contents: [
                Content(ordinal: 1, state: .examined, digests: digests, type: "image/jpeg"),
                Content(ordinal: .max, state: .failed),
            ],
            hits: [
                Hit(
                    ordinal: 1, hashSet: [UInt8](repeating: 3, count: 32), algorithm: .sha1, entry: .max, category: "1"),
                Hit(ordinal: 1, hashSet: [UInt8](repeating: 3, count: 32), algorithm: .md5, entry: 0, category: nil),
            ],
            extents: [Extent(range: ByteRange(offset: 1 << 20, byteCount: 4096), coverage: .structures)],
            failures: [
                Failure(scope: .image, stage: .survey, reason: .truncatedImage, detail: "'; --"),
                Failure(
                    scope: .item, volume: 0, ordinal: .max, address: "x", path: [0xFF, 0],
                    range: ByteRange(offset: .max, byteCount: .max), stage: .content, reason: .clusterLoop, detail: ""),
            ],
            verifications: [
                Verification(
                    stored: StoredDigest(algorithm: .md5, value: Array(0..<16), origin: "container"), computed: nil)
            ])
    }
}
