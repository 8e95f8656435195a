internal import Findings

/// Proves every digest of this process on known answers, before it examines evidence: the empty content, `abc`
/// (RFC 1321, appendix A.5; FIPS 180-4 examples) and a million `a`, by OpenSSL and by the kernel that will be used, in
/// full lanes and alone.
///
/// - Throws: `wrongAnswer` naming the digest, what it should be and what came out.
public func selfTest() throws(DigestError) {
    try prove(.openSSL, copies: 1)
    guard DigestKernel.fastest != .openSSL else { return }
    try prove(.fastest, copies: 1)
    try prove(.fastest, copies: DigestEngine.laneCount)
}

private func prove(_ kernel: DigestKernel, copies: Int) throws(DigestError) {
    var answers = KnownAnswers(copies: copies, kernel: kernel)
    try DigestEngine(kernel: kernel).run(&answers, draining: true)
    try answers.check()
}

/// The known answers as contents of an engine, each several times side by side.
private struct KnownAnswers: ContentSource {
    private let kernel: DigestKernel
    private var waiting: [KnownAnswer]
    private var underway = [(answer: KnownAnswer, position: Int)?](repeating: nil, count: DigestEngine.laneCount)
    private var ended: [(answer: KnownAnswer, digests: Digests)] = []

    init(copies: Int, kernel: DigestKernel) {
        self.kernel = kernel
        waiting = KnownAnswer.all.flatMap { [KnownAnswer](repeating: $0, count: copies) }
    }

    mutating func begin(in lane: Int) -> Bool {
        underway[lane] = waiting.popLast().map { ($0, 0) }
        return underway[lane] != nil
    }

    mutating func read(lane: Int, into buffer: inout MutableSpan<UInt8>) -> ContentPiece {
        guard let (answer, position) = underway[lane] else { return .abandoned }
        // Uneven pieces, so that blocks straddle them.
        let count = min(buffer.count, 4099, answer.content.count - position)
        for i in 0..<count { buffer[i] = answer.content[position + i] }
        underway[lane] = (answer, position + count)
        return position + count == answer.content.count ? .last(count) : .some(count)
    }

    mutating func end(in lane: Int, byteCount: Int64, digests: Digests) {
        if let (answer, _) = underway[lane] { ended.append((answer, digests)) }
    }

    func check() throws(DigestError) {
        for (answer, digests) in ended {
            for algorithm in DigestAlgorithm.allCases {
                try answer.check(digests[algorithm], algorithm, by: kernel.rawValue)
            }
        }
    }
}

/// A content and its digests as the standards print them.
struct KnownAnswer {
    let name: String
    let content: [UInt8]
    let digests: [DigestAlgorithm: String]

    func check(_ value: [UInt8], _ algorithm: DigestAlgorithm, by kernel: String) throws(DigestError) {
        let hex = Hexadecimal.text(value)
        guard hex != digests[algorithm] else { return }
        throw DigestError(
            reason: .wrongAnswer, subject: "\(algorithm.rawValue) of \(name) by \(kernel)",
            cause: "computed \(hex), the standard says \(digests[algorithm] ?? "nothing")")
    }

    static let all = [
        KnownAnswer(
            name: "nothing", content: [],
            digests: [
                .md5: "d41d8cd98f00b204e9800998ecf8427e",
                .sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                .sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ]),
        KnownAnswer(
            name: "abc", content: Array("abc".utf8),
            digests: [
                .md5: "900150983cd24fb0d6963f7d28e17f72",
                .sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
                .sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ]),
        KnownAnswer(
            name: "a million a", content: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            digests: [
                .md5: "7707d6ae4e027c70eea2a935c2296f21",
                .sha1: "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
                .sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            ]),
    ]
}
