import Findings
import TestSupport
import Testing

@testable import CaseStore

@Suite("The coverage of an exhibit")
struct CoverageTests {
    /// What each byte is, found out by painting a small device byte by byte: the least urgent class first.
    private static func painted(_ findings: ShardFindings, size: Int64) -> [CoverageClass: Int64] {
        var device = [CoverageClass](repeating: .unpartitioned, count: Int(size))
        func paint(_ range: ByteRange, _ coverage: CoverageClass) {
            for place in range.offset..<range.end where (0..<size).contains(place) { device[Int(place)] = coverage }
        }
        for volume in findings.volumes { paint(volume.range, .failed) }
        var claims = findings.extents.map { ($0.range, $0.coverage) }
        for item in findings.items {
            let isRead = findings.contents.contains { $0.ordinal == item.ordinal && $0.state != .failed }
            claims += item.runs.compactMap(\.range).map { ($0, isRead ? .content : .failed) }
            claims += item.slack.map { ($0, .slack) }
        }
        for failure in findings.failures {
            if let range = failure.range, let coverage = failure.coverage { claims.append((range, coverage)) }
        }
        for coverage in CoverageClass.allCases.reversed() {
            for (range, claimed) in claims where claimed == coverage { paint(range, coverage) }
        }
        return Dictionary(grouping: device) { $0 }.mapValues { Int64($0.count) }
    }

    @Test("is what painting the device byte by byte gives, and sums up to its size", arguments: UInt64(0)..<4)
    func agreesWithPainting(group: UInt64) async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            for seed in group * 10..<group * 10 + 10 { try await Self.paint(seed, in: store) }
        }
    }

    private static func paint(_ seed: UInt64, in store: CaseStore) async throws {
        let exhibit = try await Examination.begin("\(seed)", in: store)
        var random = SplitMix64(seed: seed)
        let size: Int64 = 500
        var findings = ShardFindings(volume: 0, image: ImageDescription(format: "raw", byteCount: size))
        findings.fill(upTo: size, &random)
        try await exhibit.land(findings)
        let coverage = try await exhibit.store.coverage(of: exhibit.id)
        #expect(coverage.byteCounts.filter { $0.value > 0 } == Self.painted(findings, size: size), "seed \(seed)")
        #expect(coverage.byteCounts.values.reduce(0, +) == size, "seed \(seed)")
    }

    @Test("survives claims that no device could hold")
    func hostileClaims() async throws {
        try await Examination.run { exhibit in
            try await exhibit.land(.hostile)
            let coverage = try await exhibit.store.coverage(of: exhibit.id)
            #expect(coverage.byteCounts.values.reduce(0, +) == 1 << 30)
            #expect(coverage.byteCounts[.content] == 8192)
            #expect(coverage.byteCounts[.slack] == 17)
        }
    }

    @Test("shows a deleted file's bytes that a live one uses again as claimed twice, once in the sum")
    func overlap() async throws {
        try await Examination.run { exhibit in
            var findings = ShardFindings(volume: 0, image: ImageDescription(format: "raw", byteCount: 1000))
            findings.items = [
                .sample(0, runs: [Run(offset: 100, byteCount: 200)]),
                .sample(1, runs: [Run(offset: 250, byteCount: 100)]),
            ]
            findings.contents = [Content(ordinal: 0, state: .examined), Content(ordinal: 1, state: .examined)]
            try await exhibit.land(findings)
            let coverage = try await exhibit.store.coverage(of: exhibit.id)
            #expect(coverage.overlappingByteCount == 50)
            #expect(coverage.byteCounts[.content] == 250)
            #expect(coverage.byteCounts[.unpartitioned] == 750)
        }
    }

    @Test(
        "does not count as content what the image packs in a way that is not unpacked, of a file that was read in part")
    func packedByImage() async throws {
        try await Examination.run { exhibit in
            var findings = ShardFindings(volume: 0, image: ImageDescription(format: "dmg", byteCount: 1000))
            findings.items = [.sample(0, runs: [Run(offset: 100, byteCount: 300)])]
            findings.contents = [Content(ordinal: 0, state: .partial)]
            findings.failures = [
                Failure(
                    scope: .item, volume: 0, ordinal: 0, range: ByteRange(offset: 200, byteCount: 100), stage: .content,
                    reason: .unsupportedCompression, detail: ""),
                Failure(
                    scope: .range, range: ByteRange(offset: 300, byteCount: 50), stage: .survey,
                    reason: .unsupportedCompression, detail: ""),
                Failure(
                    scope: .item, volume: 0, ordinal: 0, range: ByteRange(offset: 350, byteCount: 10), stage: .content,
                    reason: .imageChanged, detail: ""),
            ]
            try await exhibit.land(findings)
            let byteCounts = try await exhibit.store.coverage(of: exhibit.id).byteCounts
            #expect(byteCounts[.unreadable] == 160 && byteCounts[.content] == 140)
        }
    }

    @Test("is not told of an image that was not surveyed")
    func unsurveyed() async throws {
        try await Examination.run { exhibit in
            let error = await #expect(throws: StoreError.self) { try await exhibit.store.coverage(of: exhibit.id) }
            #expect(error?.reason == .notFound)
        }
    }
}

extension Item {
    static func sample(
        _ ordinal: Int64, path: String = "/f", runs: [Run] = [], slack: [ByteRange] = [], byteCount: Int64? = nil
    ) -> Item {
        Item(
            ordinal: ordinal, address: "\(ordinal)", path: Array(path.utf8), kind: .file, isAllocated: true,
            byteCount: byteCount ?? runs.map(\.byteCount).reduce(0, +), runs: runs, slack: slack, reading: .nothing)
    }
}

extension ShardFindings {
    /// One in four is that whose class depends on the rest.
    private func reason(_ random: inout SplitMix64) -> Failure.Reason {
        if Int.random(in: 0..<4, using: &random) == 0 { return .unsupportedCompression }
        return Failure.Reason.allCases.randomElement(using: &random) ?? .unreadable
    }

    /// Random claims of every sort on a small device.
    fileprivate mutating func fill(upTo size: Int64, _ random: inout SplitMix64) {
        func range() -> ByteRange {
            ByteRange(
                offset: Int64.random(in: -20...size + 20, using: &random),
                byteCount: Int64.random(in: 0...size / 3, using: &random))
        }
        func inside() -> ByteRange { ByteRange(offset: max(0, range().offset), byteCount: range().byteCount) }
        volumes = [
            Volume(index: 0, range: inside(), scheme: "none", description: "", fileSystem: nil, state: .readable)
        ]
        extents = (0..<4).map { _ in
            Extent(range: inside(), coverage: CoverageClass.allCases.randomElement(using: &random) ?? .slack)
        }
        for ordinal in 0..<Int64(6) {
            let runs = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Run(offset: Bool.random(using: &random) ? inside().offset : nil, byteCount: inside().byteCount)
            }
            items.append(.sample(ordinal, runs: runs, slack: Bool.random(using: &random) ? [inside()] : []))
            let states: [Content.State?] = [.examined, .partial, .failed, nil]
            if let state = states.randomElement(using: &random) ?? nil {
                contents.append(Content(ordinal: ordinal, state: state))
            }
        }
        failures = (0..<3).map { _ in
            Failure(
                scope: Failure.Scope.allCases.randomElement(using: &random) ?? .range, range: inside(),
                stage: Bool.random(using: &random) ? .content : .walk, reason: reason(&random), detail: "")
        }
    }
}
