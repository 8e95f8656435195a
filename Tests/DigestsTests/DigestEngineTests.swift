import Digests
import Findings
import TestSupport
import Testing

@Suite("Digests of many contents at once")
struct DigestEngineTests {
    @Test("are those that RFC 1321 and FIPS 180-4 print", arguments: DigestKernel.supported)
    func matchesStandards(kernel: DigestKernel) throws {
        var source = MemoryContents(StandardAnswer.all.map(\.content))
        try DigestEngine(kernel: kernel).run(&source, draining: true)
        for (i, answer) in StandardAnswer.all.enumerated() {
            for algorithm in DigestAlgorithm.allCases {
                guard let expected = answer.digests[algorithm] else { continue }
                #expect(source.digests[i].map { hex($0[algorithm]) } == expected, "\(answer.name), \(algorithm)")
            }
        }
    }

    @Test("are OpenSSL's for every length up to 1,025 bytes", arguments: DigestKernel.supported)
    func everyLength(kernel: DigestKernel) throws {
        var random = SplitMix64(seed: 1025)
        let contents = (0...1025).map { random.bytes($0) }
        var source = MemoryContents(contents)
        try DigestEngine(kernel: kernel).run(&source, draining: true)
        for (length, content) in contents.enumerated() {
            #expect(try source.digests[length] == openSSL(content), "\(length) bytes")
            #expect(source.byteCounts[length] == Int64(length))
        }
    }

    @Test("are OpenSSL's with any number of lanes in use", arguments: DigestKernel.supported)
    func anyNumberOfLanes(kernel: DigestKernel) throws {
        var random = SplitMix64(seed: 16)
        for count in 1...DigestEngine.laneCount {
            // All of one length: every lane stays in use to the end.
            let contents = (0..<count).map { _ in random.bytes(4096 + 17) }
            var source = MemoryContents(contents)
            try DigestEngine(kernel: kernel).run(&source, draining: true)
            for (i, content) in contents.enumerated() {
                #expect(try source.digests[i] == openSSL(content), "content \(i) of \(count)")
            }
        }
    }

    @Test("are OpenSSL's for any lengths in any pieces", arguments: DigestKernel.supported, UInt64(0)..<12)
    func anyMix(kernel: DigestKernel, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let contents = (0..<60).map { _ in
            // Lengths of every order of magnitude, as on a real disk.
            let limit = 1 << Int.random(in: 0...15, using: &random)
            return random.bytes(.random(in: 0...limit, using: &random))
        }
        let limit = [1, 63, 64, 65, 4096, .max].randomElement(using: &random) ?? .max
        var source = MemoryContents(contents, seed: seed, pieceLimit: limit == 1 ? 7 : limit)
        let pieceByteCount = [64, 128, 4096, 65536].randomElement(using: &random) ?? 64
        try DigestEngine(kernel: kernel, pieceByteCount: pieceByteCount).run(&source, draining: true)
        for (i, content) in contents.enumerated() {
            #expect(try source.digests[i] == openSSL(content), "content \(i), \(content.count) bytes")
        }
    }

    @Test("go on for the others when one cannot be read to its end", arguments: DigestKernel.supported)
    func abandons(kernel: DigestKernel) throws {
        var random = SplitMix64(seed: 7)
        let contents = (0..<50).map { _ in random.bytes(20_000) }
        var source = MemoryContents(contents)
        source.unreadable = [0: 0, 3: 8192, 20: 4096, 49: 12_288]
        try DigestEngine(kernel: kernel, pieceByteCount: 4096).run(&source, draining: true)
        for (i, content) in contents.enumerated() {
            let expected = source.unreadable[i] == nil ? try openSSL(content) : nil
            #expect(source.digests[i] == expected, "content \(i)")
        }
    }

    @Test("keep what is underway in their lanes until more comes")
    func keepsLanes() throws {
        var random = SplitMix64(seed: 3)
        let contents = (0..<40).map { _ in random.bytes(.random(in: 100...100_000, using: &random)) }
        let engine = try DigestEngine(pieceByteCount: 4096)
        var source = MemoryContents(contents)
        try engine.run(&source, draining: false)
        // The last ones wait for company: that is what keeps lanes full from one shard to the next.
        #expect(source.digests.count < contents.count)
        #expect(source.digests.count > contents.count - DigestEngine.laneCount)
        #expect(engine.occupancy.share == 1)
        try engine.run(&source, draining: true)
        #expect(source.digests.count == contents.count)
        for (i, content) in contents.enumerated() { #expect(try source.digests[i] == openSSL(content)) }
    }

    @Test("come as soon as their content ends, the short before the long")
    func completionOrder() throws {
        var random = SplitMix64(seed: 5)
        var source = MemoryContents([random.bytes(500_000)] + (0..<15).map { _ in random.bytes(1000) })
        try DigestEngine().run(&source, draining: true)
        #expect(source.order.last == 0)
    }
}
