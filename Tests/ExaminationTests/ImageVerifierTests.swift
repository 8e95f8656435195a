import Evidence
import Examination
import Findings
import TestSupport
import Testing

@Suite("Verification of a whole image")
struct ImageVerifierTests {
    private static let bytes: [UInt8] = {
        var random = SplitMix64(seed: 4)
        return random.bytes((5 << 18) + 777)
    }()

    private func verify(_ stored: [StoredDigest], on device: some Device) throws -> ShardFindings {
        try ImageVerifier(of: device).verify(stored, reporting: RecordingObserver())
    }

    @Test(
        "finds the digests that are stored",
        arguments: [[.md5], [.sha1], [.sha256], [.md5, .sha1], [.sha1, .sha256], [.md5, .sha1, .sha256]]
            as [[DigestAlgorithm]])
    func agrees(algorithms: [DigestAlgorithm]) throws {
        let truth = try openSSL(Self.bytes)
        let stored = algorithms.map { StoredDigest(algorithm: $0, value: truth[$0], origin: StoredDigest.container) }
        let findings = try verify(stored, on: MemoryDevice(Self.bytes))
        #expect(findings.failures.isEmpty)
        #expect(findings.verifications.map(\.stored) == stored)
        #expect(findings.verifications.allSatisfy { $0.matches == true })
    }

    @Test("shows both values where they differ")
    func differs() throws {
        let stored = StoredDigest(
            algorithm: .md5, value: [UInt8](repeating: 0xab, count: 16), origin: StoredDigest.investigator)
        let findings = try verify([stored], on: MemoryDevice(Self.bytes))
        #expect(findings.verifications.map(\.matches) == [false])
        #expect(findings.failures.map(\.reason) == [.storedHashMismatch])
        #expect(findings.failures.map(\.scope) == [.image])
        let truth = try openSSL(Self.bytes).md5.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(findings.failures[0].detail.contains(String(repeating: "ab", count: 16)))
        #expect(findings.failures[0].detail.contains(truth))
        #expect(findings.failures[0].detail.contains("investigator"))
    }

    @Test("computes what nobody states, and finds nothing wrong with it")
    func unstated() throws {
        let findings = try verify(
            [StoredDigest(algorithm: .sha256, value: [], origin: StoredDigest.nobody)], on: MemoryDevice(Self.bytes))
        #expect(findings.failures.isEmpty)
        #expect(try findings.verifications[0].computed == openSSL(Self.bytes).sha256)
    }

    @Test("computes nothing where bytes cannot be read, and names every range of them")
    func damaged() throws {
        // Two chunks side by side are one range.
        let places = [(65_536, 32_768), (98_304, 32_768), (1_048_576, 4096)]
            .map { ByteRange(offset: $0.0, byteCount: $0.1) }
        let stored = StoredDigest(algorithm: .md5, value: try openSSL(Self.bytes).md5, origin: StoredDigest.container)
        let findings = try verify([stored], on: MemoryDevice(Self.bytes, damaged: places))
        #expect(findings.verifications == [Verification(stored: stored, computed: nil)])
        #expect(findings.failures.allSatisfy { $0.scope == .range && $0.stage == .verification })
        #expect(
            findings.failures.map(\.range) == [
                ByteRange(offset: 65_536, byteCount: 65_536), ByteRange(offset: 1_048_576, byteCount: 4096),
            ])
    }

    @Test("names what is missing at the end of a device that ends early")
    func truncated() throws {
        let stored = StoredDigest(algorithm: .sha1, value: try openSSL(Self.bytes).sha1, origin: StoredDigest.container)
        let device = MemoryDevice(Self.bytes, byteCount: Int64(Self.bytes.count) + 5000)
        let findings = try verify([stored], on: device)
        #expect(findings.failures.map(\.reason) == [.truncatedImage])
        #expect(findings.failures[0].range == ByteRange(offset: Int64(Self.bytes.count), byteCount: 5000))
        #expect(findings.verifications[0].computed == nil)
    }
}
