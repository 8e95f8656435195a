import Findings
import TestSupport
import Testing

@testable import Digests

@Suite("Digests of one content")
struct StreamDigestTests {
    @Test("prove themselves on the standards' known answers")
    func provesItself() throws {
        try selfTest()
    }

    @Test("refuse to be trusted after a wrong answer, and say both values")
    func refusesWrongAnswer() throws {
        let answer = KnownAnswer(name: "abc", content: Array("abc".utf8), digests: [.md5: "00"])
        let error = #expect(throws: DigestError.self) { try answer.check([0xff], .md5, by: "avx512") }
        #expect(error?.reason == .wrongAnswer)
        #expect(error?.description.contains("md5 of abc by avx512: computed ff, the standard says 00") == true)
    }

    @Test("of one long content are OpenSSL's, whichever way they are computed", arguments: DigestKernel.supported)
    func everyWay(kernel: DigestKernel) throws {
        var random = SplitMix64(seed: 9)
        for length in [0, 1, 63, 64, 65, 1000, 70_001] {
            let content = random.bytes(length)
            var digest = try MultiDigest(by: kernel)
            var start = 0
            while start < length {
                let end = min(start + .random(in: 1...300, using: &random), length)
                try digest.update(content.span.extracting(start..<end))
                start = end
            }
            #expect(try digest.finalize() == openSSL(content))
        }
    }

    @Test("are the same in one piece and in many", arguments: [1, 63, 64, 65, 4096, 16_384, 100_001])
    func sameInPieces(pieceByteCount: Int) throws {
        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var whole = try MultiDigest()
        try whole.update(content.span)
        var pieces = try MultiDigest()
        var start = 0
        while start < content.count {
            let end = min(start + pieceByteCount, content.count)
            try pieces.update(content.span.extracting(start..<end))
            start = end
        }
        #expect(pieces.byteCount == 100_000)
        let digests = try pieces.finalize()
        #expect(try whole.finalize() == digests)
        for algorithm in DigestAlgorithm.allCases {
            var alone = try StreamDigest(algorithm)
            try alone.update(content.span)
            #expect(try alone.finalize() == digests[algorithm])
        }
    }
}
