import Foundation
import Testing

/// What Caseload finds, held against what tools that have nothing to do with it say of the same images.
@Suite("An exhibit", .serialized, .timeLimit(.minutes(20)), .examinedCollection)
struct TruthTests {
    @Test("has every file that other tools find, and none whose data nobody can read", arguments: Exhibits.examinable)
    func hasTheTruth(exhibit: Exhibit) throws {
        let collection = try #require(Collection.current)
        let comparison = try Comparison(of: collection.findings(of: exhibit), with: Truth(of: exhibit))
        let differences = [
            "missing": comparison.missing, "invented": comparison.invented, "extra": comparison.extra,
        ].mapValues { findings in findings.filter { !Deviation.isKnown($0, in: exhibit) } }
        for (kind, findings) in differences { #expect(findings.count == 0, "\(kind):\n\(findings.summary)") }
    }

    @Test("names what cannot be examined", arguments: Exhibits.examinable.filter { $0.expectedFailure != nil })
    func namesFailures(exhibit: Exhibit) throws {
        let collection = try #require(Collection.current)
        let failures = collection.failures(of: exhibit)
        let reason = try #require(exhibit.expectedFailure)
        #expect(failures.contains { $0.reason == reason && !$0.detail.isEmpty }, "\(failures)")
    }

    @Test("has one class for each of its bytes", arguments: Exhibits.examinable.filter(\.canBeCovered))
    func coversEveryByte(exhibit: Exhibit) async throws {
        let collection = try #require(Collection.current)
        let coverage = try await collection.coverage(of: exhibit)
        #expect(coverage.map(\.bytes).reduce(0, +) == exhibit.deviceByteCount, "\(coverage)")
    }
}

extension Exhibit {
    /// Whether the size of its device is known: a difference without its parent is refused before anybody asks.
    fileprivate var canBeCovered: Bool { deviceByteCount != nil && expectedFailure != "parent-image-missing" }
}
