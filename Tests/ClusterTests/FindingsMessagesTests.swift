import ClusterProtocol
import Findings
import SwiftProtobuf
import TestSupport
import Testing

@testable import Cluster

@Suite("Findings as messages")
struct FindingsMessagesTests {
    @Test("come back as they went, through bytes", arguments: UInt64(0)..<100)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let findings = ShardFindings.random(using: &random)
        let bytes: [UInt8] = try Caseload_V1_Findings(findings).serializedBytes()
        #expect(try Caseload_V1_Findings(serializedBytes: bytes).decoded() == findings)
    }

    @Test(
        "of which any byte was changed are decoded, planned from or refused, never a crash", arguments: UInt64(0)..<300)
    func mutated(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes: [UInt8] = try Caseload_V1_Findings(.random(using: &random)).serializedBytes()
        guard
            let findings = try? Caseload_V1_Findings(serializedBytes: bytes.mutated(using: &random)).decoded()
        else { return }
        for work in works {
            let assignment = Caseload_V1_Assignment.with { $0.work = work }
            try? Admission(to: assignment).admit(findings, completes: true)
            _ = try? Planner(assignment: assignment).shards(following: findings)
        }
    }

    /// Work for the very volume that random findings are about.
    private var works: [Caseload_V1_Assignment.OneOf_Work] {
        let volume = Caseload_V1_Volume(
            Volume(
                index: 3, range: ByteRange(offset: 0, byteCount: .max), scheme: "none", description: "",
                fileSystem: nil, state: .readable))
        return [
            .survey(.with { $0.policy = .all }), .walk(.with { $0.volume = volume }),
            .contents(
                .with {
                    $0.volume = volume
                    $0.items = (0..<5).map { ordinal in .with { $0.ordinal = ordinal } }
                }), .verification(.init()),
        ]
    }

    @Test("of an examiner, whatever bytes they are, are read or refused, never a crash", arguments: UInt64(0)..<300)
    func anyBytes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let message = Caseload_V1_FromExaminer.with {
            $0.batch.shard = 1
            $0.batch.findings = Caseload_V1_Findings(.random(using: &random))
        }
        let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let sent: [UInt8] = try message.serializedBytes()
        for bytes in [noise, sent.mutated(using: &random)] {
            guard let read = try? Caseload_V1_FromExaminer(serializedBytes: bytes) else { continue }
            _ = try? read.batch.findings.decoded()
        }
    }

    @Test("of work of which any byte was changed are read or refused, never a crash", arguments: UInt64(0)..<300)
    func work(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let original = Caseload_V1_Assignment.with {
            $0.folder = "/evidence"
            $0.contents.volume = .init(PlannerTests.volumes[0])
            $0.contents.items = ShardFindings.random(using: &random).items.map(Caseload_V1_ItemToRead.init)
        }
        let bytes: [UInt8] = try original.serializedBytes()
        guard let assignment = try? Caseload_V1_Assignment(serializedBytes: bytes.mutated(using: &random)) else {
            return
        }
        _ = try? assignment.contents.items.map { try $0.decoded() }
        let death = Caseload_V1_Death.with { $0.ordinal = .random(in: -1...6, using: &random) }
        _ = try? DeathPlan(after: death, of: assignment)
    }

    @Test("that break a rule are refused with the field's name")
    func broken() {
        let wrong: [(String, Caseload_V1_Findings)] = [
            ("Kind", .with { $0.items = [.with { $0.kind = "dragon" }] }),
            (
                "digests",
                .with {
                    $0.contents = [
                        .with {
                            $0.state = "examined"; $0.sha256 = .init([1])
                        }
                    ]
                }
            ),
            ("examined", .with { $0.contents = [.with { $0.state = "examined" }] }),
            ("hash set", .with { $0.hits = [.with { $0.hashSet = .init([1, 2]) }] }),
            (
                "nanoseconds",
                .with {
                    $0.items = [
                        .with {
                            $0.kind = "file"; $0.created.nanoseconds = -1
                        }
                    ]
                }
            ),
        ]
        for (word, message) in wrong {
            let error = #expect(throws: ProtocolError.self) { try message.decoded() }
            #expect(error?.description.contains(word) == true, "\(String(describing: error))")
        }
    }
}

extension [UInt8] {
    /// Up to four bytes changed.
    fileprivate func mutated(using random: inout SplitMix64) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
        }
        return bytes
    }
}

extension ShardFindings {
    static func random(using random: inout SplitMix64) -> ShardFindings {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: 0...255, using: &random) } }
        func flip() -> Bool { .random(using: &random) }
        func size() -> Int64 { .random(in: 0...Int64.max, using: &random) }
        func time() -> Timestamp? {
            flip()
                ? nil
                : Timestamp(
                    seconds: .random(in: -62_135_596_800...900_000_000_000, using: &random),
                    nanoseconds: .random(in: 0..<1_000_000_000, using: &random))
        }
        var findings = ShardFindings(volume: flip() ? nil : 3)
        findings.items = (0..<5).map { index in
            let runs = (0..<3).map { _ in Run(offset: flip() ? nil : size(), byteCount: size()) }
            return Item(
                ordinal: Int64(index), address: "\(index)-128-1", stream: flip() ? nil : bytes(4), path: bytes(9),
                kind: Item.Kind.allCases.randomElement(using: &random) ?? .file, isAllocated: flip(),
                isOverwritten: flip(), byteCount: flip() ? nil : size(), created: time(), modified: time(),
                accessed: time(), changed: time(), linkTarget: flip() ? nil : bytes(3), runs: runs,
                slack: [ByteRange(offset: size(), byteCount: 5)],
                reading: flip() ? .runs : flip() ? .nothing : .parser(address: 7, type: 128, id: 65535))
        }
        findings.furtherPaths = [FurtherPath(ordinal: 2, path: bytes(6))]
        findings.contents = [
            Content(ordinal: 1, state: .partial, type: flip() ? nil : "image/jpeg"),
            Content(
                ordinal: 2, state: .examined,
                digests: Digests(md5: bytes(16), sha1: bytes(20), sha256: bytes(32)), type: "text/plain"),
        ]
        findings.hits = [
            Hit(ordinal: 2, hashSet: bytes(32), algorithm: .sha1, entry: size(), category: flip() ? nil : "1")
        ]
        findings.extents = CoverageClass.allCases.map {
            Extent(range: ByteRange(offset: size(), byteCount: 1), coverage: $0)
        }
        findings.failures = [
            Failure(
                scope: .item, volume: flip() ? nil : 1, ordinal: flip() ? nil : 0, address: flip() ? nil : "5",
                path: flip() ? nil : bytes(3), range: flip() ? nil : ByteRange(offset: 1, byteCount: 2), stage: .walk,
                reason: .damagedEntry, detail: "in the parser's words")
        ]
        findings.volumes = [
            Volume(
                index: 1, range: ByteRange(offset: 512, byteCount: size()), scheme: "gpt", description: "x",
                fileSystem: flip() ? nil : "ntfs", label: flip() ? nil : "y", state: .failed, subvolume: size())
        ]
        findings.image = ImageDescription(
            format: "ewf", byteCount: size(), sectorSize: 4096,
            storedDigests: [StoredDigest(algorithm: .md5, value: bytes(16), origin: StoredDigest.container)],
            acquisition: ["case number": "7"])
        findings.verifications = [
            Verification(
                stored: StoredDigest(algorithm: .sha256, value: [], origin: StoredDigest.nobody),
                computed: flip() ? nil : bytes(32))
        ]
        return findings
    }
}
