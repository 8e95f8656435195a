import Findings

/// What the standards print: RFC 1321, appendix A.5; NIST's examples of SHA-1 and SHA-256 for FIPS 180-4.
struct StandardAnswer {
    let name: String
    let content: [UInt8]
    let digests: [DigestAlgorithm: String]

    init(_ name: String, content: [UInt8]? = nil, digests: [DigestAlgorithm: String]) {
        self.name = name
        self.content = content ?? Array(name.utf8)
        self.digests = digests
    }

    static let all = [
        StandardAnswer(
            "",
            digests: [
                .md5: "d41d8cd98f00b204e9800998ecf8427e",
                .sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                .sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ]),
        StandardAnswer("a", digests: [.md5: "0cc175b9c0f1b6a831c399e269772661"]),
        StandardAnswer(
            "abc",
            digests: [
                .md5: "900150983cd24fb0d6963f7d28e17f72",
                .sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
                .sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ]),
        StandardAnswer("message digest", digests: [.md5: "f96b697d7cb7938d525a2f31aaf161d0"]),
        StandardAnswer("abcdefghijklmnopqrstuvwxyz", digests: [.md5: "c3fcd3d76192e4007dfb496cca67e13b"]),
        StandardAnswer(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            digests: [.md5: "d174ab98d277d9f5a5611c2c9f419d9f"]),
        StandardAnswer(
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            digests: [.md5: "57edf4a22be3c955ac49da2e2107b67a"]),
        StandardAnswer(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            digests: [
                .sha1: "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
                .sha256: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ]),
        StandardAnswer(
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            digests: [
                .sha1: "a49b2446a02c645bf419f995b67091253a04a259",
                .sha256: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
            ]),
        StandardAnswer(
            "a million a", content: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            digests: [
                .sha1: "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
                .sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            ]),
    ]
}
