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

    @Test("of which any byte was changed are decoded or refused, never a crash", arguments: UInt64(0)..<200)
    func mutated(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var bytes: [UInt8] = try Caseload_V1_Findings(.random(using: &random)).serializedBytes()
        for _ in 0..<4 where !bytes.isEmpty {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
        }
        _ = try? Caseload_V1_Findings(serializedBytes: bytes).decoded()
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
