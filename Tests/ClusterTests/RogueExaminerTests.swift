import CaseStore
import Findings
import Foundation
import Testing

@testable import Cluster

/// An examiner that a disk has taken over says what it likes: a real process, fed and watched by a real worker, whose
/// findings a real coordinator lands, or refuses.
@Suite("A rogue examiner", .timeLimit(.minutes(15)), .realStore)
struct RogueExaminerTests {
    /// What the examiner does, and what the log says of it.
    typealias Misdeed = (role: String, words: String)

    static let ofSurveys: [Misdeed] = [
        ("garbage", "nonsense"), ("overlong", "Message too long"), ("unknown-event", "does not know"),
        ("boaster", "no method"), ("ready-again", "ready twice"), ("foreign-shard", "does not examine"),
        ("silent", "without progress"), ("torn-note", "exit code 3"),
        ("negative-volume", "at byte -512"), ("overflowing-volume", "a volume with 9223372036854775807"),
        ("items-of-a-survey", "2 items"), ("early-batch", "batch 1 came"), ("negative-batch", "batch -1 came"),
    ]
    static let ofWalks: [Misdeed] = [
        ("gap-in-items", "item 7 in the place of 1"), ("other-volume", "findings of volume 1"),
        ("negative-run", "a run with -1 bytes"), ("many-extents", "a batch of 100002 findings"),
    ]
    static let ofContents: [Misdeed] = [
        ("no-content", "0 contents for the 2 items"), ("others-content", "or others'"),
        ("unknown-hash-set", "a hash set that was not given"), ("silent-loss", "was not read whole"),
    ]

    @Test("lands nothing of a survey that it invents, and is blamed", arguments: ofSurveys)
    func survey(misdeed: Misdeed) async throws {
        let cluster = try await SmallCluster.run(rogue: misdeed.role)
        let (volumes, failures) = (
            try await cluster.store.volumes(of: cluster.exhibit), try await cluster.failures()
        )
        #expect(volumes.isEmpty)
        #expect(failures.map(\.scope) == [.image] && failures.map(\.stage) == [.survey])
        #expect(cluster.words.all.contains { $0.contains(misdeed.words) }, "\(cluster.words.all)")
    }

    @Test("lands nothing of a walk that it invents, and is blamed", arguments: ofWalks)
    func walk(misdeed: Misdeed) async throws {
        let cluster = try await SmallCluster.run(rogue: misdeed.role)
        #expect(try await cluster.store.progress(of: cluster.exhibit).items == 0)
        #expect(try await cluster.failures().map(\.scope) == [.volume])
        #expect(cluster.words.all.contains { $0.contains(misdeed.words) }, "\(cluster.words.all)")
    }

    @Test("lands no content that it invents, and costs the items that it was given", arguments: ofContents)
    func contents(misdeed: Misdeed) async throws {
        let cluster = try await SmallCluster.run(rogue: misdeed.role)
        let failures = try await cluster.failures()
        #expect(
            failures.compactMap(\.ordinal).sorted() == [0, 1] && failures.allSatisfy { $0.reason == .parserCrashed })
        let progress = try await cluster.store.progress(of: cluster.exhibit)
        #expect(progress.items == 2 && progress.hits == 0)
        #expect(cluster.words.all.contains { $0.contains(misdeed.words) }, "\(cluster.words.all)")
    }

    @Test(
        "that keeps to the rules lands what it finds, whatever else it sends along", arguments: ["none", "descriptors"])
    func honest(role: String) async throws {
        let cluster = try await SmallCluster.run(rogue: role)
        let progress = try await cluster.store.progress(of: cluster.exhibit)
        #expect(progress.items == 2 && progress.contents == 2 && progress.failures == 0, "\(cluster.words.all)")
    }
}

extension SmallCluster {
    fileprivate func failures() async throws -> [Failure] {
        var failures: [Failure] = []
        try await store.failures(of: "A") { failures += $0.map(\.failure) }
        return failures
    }
}
