import ClusterProtocol
import Findings
import Foundation
import SwiftProtobuf
import Testing

@testable import Cluster

@Suite("What may land")
struct AdmissionTests {
    typealias Change = @Sendable (inout ShardFindings) -> Void
    typealias Misdeed = (words: String, change: Change)

    private static let known = [UInt8](repeating: 3, count: 32)
    private static let digests = Digests(
        md5: .init(repeating: 1, count: 16), sha1: .init(repeating: 1, count: 20),
        sha256: .init(repeating: 1, count: 32))

    private static func assignment(_ work: Caseload_V1_Assignment.OneOf_Work) -> Caseload_V1_Assignment {
        .with {
            $0.work = work
            $0.hashSets = [Data(known)]
        }
    }

    private static func refusal(
        of findings: ShardFindings, to work: Caseload_V1_Assignment.OneOf_Work,
        after landed: Admission.Landed = .init(),
        completes: Bool = true
    ) -> String? {
        do {
            try Admission(to: assignment(work), after: landed).admit(findings, completes: completes)
            return nil
        } catch { return error.cause }
    }

    private func expect(
        _ misdeed: Misdeed, of honest: ShardFindings, to work: Caseload_V1_Assignment.OneOf_Work,
        after landed: Admission.Landed = .init()
    ) {
        var findings = honest
        misdeed.change(&findings)
        let refusal = Self.refusal(of: findings, to: work, after: landed)
        #expect(refusal?.contains(misdeed.words) == true, "\(misdeed.words): \(refusal ?? "admitted")")
    }

    // MARK: Surveys

    private static let surveyed = ShardFindings(
        image: ImageDescription(format: "raw", byteCount: 1 << 20), volumes: PlannerTests.volumes,
        extents: [Extent(range: ByteRange(offset: 0, byteCount: 512), coverage: .unpartitioned)],
        failures: [Failure(scope: .volume, volume: 1, stage: .survey, reason: .encryptedVolume, detail: "")])

    private static let misdeedsOfSurveys: [Misdeed] = [
        ("image of -1 bytes", { $0.image?.byteCount = -1 }), ("sectors of 0", { $0.image?.sectorSize = 0 }),
        ("about the acquisition", { $0.image?.acquisition["x"] = String(repeating: "x", count: 70_000) }),
        ("about the acquisition", { $0.image?.acquisition[String(repeating: "x", count: 70_000)] = "" }),
        ("volumes of an image", { $0.image = nil }),
        (
            "1001 volumes",
            { findings in
                findings.volumes = (0...1000).map { index in
                    var volume = PlannerTests.volumes[0]
                    volume.index = Int32(index)
                    return volume
                }
            }
        ),
        ("volume 1 in the place of 0", { $0.volumes.removeFirst() }),
        ("volume 0 in the place of 1", { $0.volumes[1].index = 0 }),
        ("at byte -1", { $0.volumes[0].range.offset = -1 }), ("with -1 bytes", { $0.volumes[0].range.byteCount = -1 }),
        ("a volume with", { $0.volumes[0].range = ByteRange(offset: .max, byteCount: 1) }),
        ("about a volume", { $0.volumes[0].scheme = String(repeating: "x", count: 70_000) }),
        ("about a volume", { $0.volumes[0].description = String(repeating: "x", count: 70_000) }),
        ("about a volume", { $0.volumes[0].fileSystem = String(repeating: "x", count: 70_000) }),
        ("about a volume", { $0.volumes[0].label = String(repeating: "x", count: 70_000) }),
        ("extent of content", { $0.extents[0].coverage = .content }),
        ("at byte -1", { $0.extents[0].range.offset = -1 }),
        ("past the end", { $0.extents[0].range.byteCount = 2 << 20 }),
        ("another's from a survey", { $0.failures[0].volume = 2 }),
        ("another's from a survey", { $0.failures[0].volume = -1 }),
        ("another's from a survey", { $0.failures[0].stage = .walk }),
        ("another's from a survey", { $0.failures[0].scope = .item }),
        ("another's from a survey", { $0.failures[0].ordinal = 1 }),
        ("1000001 failures", { $0.failures = .init(repeating: $0.failures[0], count: 1_000_001) }),
        ("a failure with", { $0.failures[0].range = ByteRange(offset: 5, byteCount: .max) }),
        ("failure's detail", { $0.failures[0].detail = String(repeating: "x", count: 70_000) }),
        ("failure's address", { $0.failures[0].address = String(repeating: "x", count: 70_000) }),
        ("failure's path", { $0.failures[0].path = .init(repeating: 1, count: 70_000) }),
        ("findings of volume 0", { $0.volume = 0 }),
        ("1 items", { $0.items = [item(0)] }),
        ("1 furtherPaths", { $0.furtherPaths = [FurtherPath(ordinal: 0, path: [])] }),
        ("1 contents", { $0.contents = [Content(ordinal: 0, state: .failed)] }),
        ("1 hits", { $0.hits = [hit(0)] }),
        (
            "1 verifications",
            { $0.verifications = [Verification(stored: PlannerTests.image.storedDigests[0], computed: nil)] }
        ),
    ]

    @Test("of a survey is what an image can be said to hold, and nothing else")
    func surveys() {
        let work = Caseload_V1_Assignment.OneOf_Work.survey(.init())
        #expect(Self.refusal(of: Self.surveyed, to: work) == nil)
        #expect(Self.refusal(of: ShardFindings(failures: [Self.surveyed.failures[0]]), to: work) != nil)
        for misdeed in Self.misdeedsOfSurveys { expect(misdeed, of: Self.surveyed, to: work) }
        #expect(Self.refusal(of: Self.surveyed, to: work, completes: false)?.contains("in several") == true)
        #expect(Self.refusal(of: Self.surveyed, to: work, after: .init(batches: 1))?.contains("in several") == true)
    }

    // MARK: Walks

    @Sendable private static func item(_ ordinal: Int64) -> Item {
        Item(
            ordinal: ordinal, address: "\(ordinal)", stream: [1], path: [0x2F], kind: .file, isAllocated: true,
            byteCount: 5, linkTarget: [1], runs: [Run(offset: 512, byteCount: 5), Run(offset: nil, byteCount: 1)],
            slack: [ByteRange(offset: 517, byteCount: 3)], reading: ordinal == 11 ? .nothing : .runs)
    }

    @Sendable private static func hit(_ ordinal: Int64) -> Hit {
        Hit(ordinal: ordinal, hashSet: known, algorithm: .md5, entry: 0, category: "1")
    }

    private static let walked = ShardFindings(
        volume: 0, items: [item(10), item(11)], furtherPaths: [FurtherPath(ordinal: 3, path: [1])],
        contents: [Content(ordinal: 11, state: .examined, digests: digests), Content(ordinal: 4, state: .failed)],
        hits: [hit(11)], extents: [Extent(range: ByteRange(offset: 512, byteCount: 1000), coverage: .structures)],
        failures: [
            Failure(scope: .item, volume: 0, ordinal: 12, stage: .walk, reason: .damagedEntry, detail: ""),
            Failure(scope: .volume, volume: 0, stage: .walk, reason: .fileSystemDamaged, detail: ""),
            Failure(scope: .item, volume: 0, ordinal: 4, stage: .content, reason: .unreadable, detail: ""),
        ])

    private static let misdeedsOfWalks: [Misdeed] = [
        ("1 image", { $0.image = PlannerTests.image }), ("1 volumes", { $0.volumes = [PlannerTests.volumes[0]] }),
        ("findings of volume -1", { $0.volume = nil }), ("findings of volume 1", { $0.volume = 1 }),
        ("item 10 in the place of 11", { $0.items[1].ordinal = 10 }), ("item 12", { $0.items[1].ordinal = 12 }),
        ("item 11 in the place of 10", { $0.items.removeFirst() }), ("an item of -1", { $0.items[0].byteCount = -1 }),
        ("a run with -1", { $0.items[0].runs[0].byteCount = -1 }), ("byte -1", { $0.items[0].runs[0].offset = -1 }),
        ("a run with -1", { $0.items[0].runs[1].byteCount = -1 }),
        ("a run with", { $0.items[0].runs[0].byteCount = .max }),
        ("slack with -1", { $0.items[0].slack[0].byteCount = -1 }),
        ("a name", { $0.items[0].address = String(repeating: "x", count: 70_000) }),
        ("a name", { $0.items[0].stream = .init(repeating: 1, count: 70_000) }),
        ("a name", { $0.items[0].path = .init(repeating: 1, count: 70_000) }),
        ("a name", { $0.items[0].linkTarget = .init(repeating: 1, count: 70_000) }),
        ("not listed", { $0.furtherPaths[0].ordinal = 12 }), ("not listed", { $0.furtherPaths[0].ordinal = -1 }),
        ("a path", { $0.furtherPaths[0].path = .init(repeating: 1, count: 70_000) }),
        ("outside the volume", { $0.extents[0].range.offset = 511 }),
        ("outside the volume", { $0.extents[0].range.byteCount = 1001 }),
        ("an extent with -1", { $0.extents[0].range.byteCount = -1 }),
        ("extent of unpartitioned", { $0.extents[0].coverage = .unpartitioned }),
        ("extent of unreadable", { $0.extents[0].coverage = .unreadable }),
        ("content of item 10", { $0.contents[0].ordinal = 10 }), ("content of item 9", { $0.contents[0].ordinal = 9 }),
        ("content of item 12", { $0.contents[1].ordinal = 12 }),
        ("content of item -1", { $0.contents[1].ordinal = -1 }),
        ("a type", { $0.contents[0].type = String(repeating: "x", count: 70_000) }),
        ("hit of item 4", { $0.hits[0].ordinal = 4 }),
        ("not given", { $0.hits[0].hashSet = .init(repeating: 4, count: 32) }), ("entry -1", { $0.hits[0].entry = -1 }),
        ("a category", { $0.hits[0].category = String(repeating: "x", count: 70_000) }),
        ("another's from a walk", { $0.failures[0].ordinal = 13 }),
        ("another's from a walk", { $0.failures[0].volume = 1 }),
        ("another's from a walk", { $0.failures[0].ordinal = -1 }),
        ("another's from a walk", { $0.failures[0].scope = .image }),
        ("another's from a walk", { $0.failures[0].stage = .survey }),
        (
            "a batch of 2052",
            { $0.furtherPaths = .init(repeating: $0.furtherPaths[0], count: 2049) }
        ),
    ]

    @Test("of a walk are the next items of its volume, and what is said of them")
    func walks() {
        let work = Caseload_V1_Assignment.OneOf_Work.walk(.with { $0.volume = .init(PlannerTests.volumes[0]) })
        let landed = Admission.Landed(batches: 4, items: 10, failures: 9)
        for completes in [true, false] {
            #expect(Self.refusal(of: Self.walked, to: work, after: landed, completes: completes) == nil)
        }
        for misdeed in Self.misdeedsOfWalks { expect(misdeed, of: Self.walked, to: work, after: landed) }
    }

    @Test("of a walk ends at ceilings that no honest walk comes to")
    func ceilings() {
        let work = Caseload_V1_Assignment.OneOf_Work.walk(.with { $0.volume = .init(PlannerTests.volumes[0]) })
        var full = ShardFindings(volume: 0, items: [Self.item(200_000_000)])
        #expect(Self.refusal(of: full, to: work, after: .init(items: 200_000_000))?.contains("200000000 items") == true)
        full.items = []
        full.failures = [Self.walked.failures[1]]
        #expect(Self.refusal(of: full, to: work, after: .init(items: 5, failures: 1_000_009)) == nil)
        #expect(
            Self.refusal(of: full, to: work, after: .init(items: 5, failures: 1_000_010))?.contains("failures") == true)
        #expect(Self.refusal(of: full, to: work, after: .init(batches: 999_999)) == nil)
        #expect(Self.refusal(of: full, to: work, after: .init(batches: 1_000_000))?.contains("batches") == true)
    }

    // MARK: Contents

    private static let read = ShardFindings(
        volume: 0,
        contents: [Content(ordinal: 3, state: .examined, digests: digests), Content(ordinal: 8, state: .partial)],
        hits: [hit(3)],
        failures: [Failure(scope: .item, volume: 0, ordinal: 8, stage: .content, reason: .unreadable, detail: "")])

    private static let misdeedsOfContents: [Misdeed] = [
        ("1 items", { $0.items = [item(3)] }), ("1 extents", { $0.extents = walked.extents }),
        ("findings of volume 1", { $0.volume = 1 }), ("1 contents for the 2", { $0.contents.removeLast() }),
        ("or others'", { $0.contents[0].ordinal = 4 }), ("or others'", { $0.contents[1].ordinal = 3 }),
        ("3 contents", { $0.contents.append($0.contents[0]) }),
        ("a type", { $0.contents[0].type = String(repeating: "x", count: 70_000) }),
        ("hit of item 8", { $0.hits[0].ordinal = 8 }), ("without a failure", { $0.failures = [] }),
        ("another's from a content", { $0.failures[0].ordinal = 4 }),
        ("another's from a content", { $0.failures[0].ordinal = nil }),
        ("another's from a content", { $0.failures[0].volume = 1 }),
        ("another's from a content", { $0.failures[0].scope = .volume }),
        ("another's from a content", { $0.failures[0].stage = .walk }),
        ("more failures", { $0.failures = .init(repeating: $0.failures[0], count: 1101) }),
        ("without a failure", { $0.failures[0].ordinal = 3 }),
    ]

    @Test("of contents is one of each item, and a failure of each that was not read whole")
    func contents() {
        let work = Caseload_V1_Assignment.OneOf_Work.contents(
            .with {
                $0.volume = .init(PlannerTests.volumes[0])
                $0.items = [.with { $0.ordinal = 3 }, .with { $0.ordinal = 8 }]
            })
        #expect(Self.refusal(of: Self.read, to: work) == nil)
        for misdeed in Self.misdeedsOfContents { expect(misdeed, of: Self.read, to: work) }
        #expect(Self.refusal(of: Self.read, to: work, completes: false)?.contains("in several") == true)
    }

    // MARK: Verifications

    private static let stored = PlannerTests.image.storedDigests[0]
    private static let verified = ShardFindings(
        failures: [Failure(scope: .range, stage: .verification, reason: .unreadable, detail: "")],
        verifications: [Verification(stored: stored, computed: nil)])

    private static let misdeedsOfVerifications: [Misdeed] = [
        ("not asked about", { $0.verifications = [] }), ("not asked about", { $0.verifications += $0.verifications }),
        ("not asked about", { $0.verifications[0].stored.value[0] = 9 }),
        ("digest of 3 bytes", { $0.verifications[0].computed = [1, 2, 3] }),
        ("without a failure", { $0.failures = [] }),
        (
            "without a failure",
            {
                $0.failures = []
                $0.verifications[0].computed = .init(repeating: 7, count: 16)
            }
        ),
        ("another's from a verification", { $0.failures[0].stage = .survey }),
        ("another's from a verification", { $0.failures[0].scope = .item }),
        ("another's from a verification", { $0.failures[0].volume = 0 }),
        ("another's from a verification", { $0.failures[0].ordinal = 0 }),
        ("failures of an image", { $0.failures = .init(repeating: $0.failures[0], count: 1_000_001) }),
        ("1 extents", { $0.extents = walked.extents }), ("findings of volume 0", { $0.volume = 0 }),
    ]

    @Test("of a verification answers each digest that was asked about")
    func verifications() {
        let work = Caseload_V1_Assignment.OneOf_Work.verification(.with { $0.stored = [.init(Self.stored)] })
        #expect(Self.refusal(of: Self.verified, to: work) == nil)
        var whole = ShardFindings(verifications: [Verification(stored: Self.stored, computed: Self.stored.value)])
        #expect(Self.refusal(of: whole, to: work) == nil)
        whole.verifications[0].stored.value = []
        #expect(Self.refusal(of: whole, to: work) != nil)
        for misdeed in Self.misdeedsOfVerifications { expect(misdeed, of: Self.verified, to: work) }
    }

    @Test("of a shard without work is nothing")
    func withoutWork() {
        #expect(throws: ProtocolError.self) {
            try Admission(to: .init()).admit(ShardFindings(), completes: true)
        }
    }
}
