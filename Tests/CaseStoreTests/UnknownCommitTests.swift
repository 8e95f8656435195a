import Findings
import Foundation
import Shards
import TestSupport
import Testing

@testable import CaseStore

@Suite("A COMMIT whose answer nobody heard")
struct UnknownCommitTests {
    /// A store that is reached through a proxy which cuts connections around COMMIT.
    private static func withCutStore(
        seed: UInt64, patience: Patience? = nil,
        _ body: (_ direct: CaseStore, _ cut: CaseStore, CommitCutter) async throws -> Void
    ) async throws {
        try await TestServer.withStore { direct in
            let address = try await TestServer.address(of: direct)
            let folder = try ScratchFolder()
            let cutter = CommitCutter(seed: seed)
            let host = String(try #require(address.firstMatch(of: #/host=(\S+)/#)).1)
            let proxy = try SocketProxy(at: folder.path(".s.PGSQL.5432"), to: "\(host)/.s.PGSQL.5432") {
                cutter.valve()
            }
            defer { proxy.end() }
            let here = address.replacing(
                "host=\(host)", with: "host=\((folder.path("") as NSString).standardizingPath)")
            let cut = try await CaseStore(at: here, patience: patience)
            try await body(direct, cut, cutter)
            await cut.close()
        }
    }

    @Test(
        "is settled by the fence: every batch lands once, and each answer in the end says so", arguments: UInt64(0)..<16
    )
    func landsOnce(seed: UInt64) async throws {
        try await Self.withCutStore(seed: seed) { direct, cut, cutter in
            _ = try await direct.createCase("A")
            let exhibit = try await Examination.begin("1", in: direct)
            let batches = Int32(24)
            for number in 0..<batches {
                let landing = try await Self.insist {
                    try await cut.land(
                        ShardFindings(volume: 0, items: [.sample(Int64(number))]), of: exhibit.lease.shard,
                        under: exhibit.lease.claim, batch: number, planning: [.sample(.contents)],
                        completes: number == batches - 1)
                }
                #expect(landing == .accepted, "batch \(number)")
            }
            var ordinals: [Int64] = []
            try await direct.items(ItemFilter()) { ordinals += $0.map(\.item.ordinal) }
            #expect(ordinals == Array(0..<Int64(batches)))
            let progress = try await direct.progress(of: exhibit.id)
            #expect(progress.items == Int64(batches) && progress.shards[.contents]?.ready == Int64(batches))
            #expect(cutter.cuts.before > 0 && cutter.cuts.after > 0)
        }
    }

    @Test("is waited out by a patient store, which registers an exhibit and its survey once", arguments: UInt64(0)..<4)
    func registersOnce(seed: UInt64) async throws {
        try await Self.withCutStore(seed: seed, patience: Patience(forFirstAnswer: .zero) { _ in }) {
            direct, cut, cutter in
            _ = try await direct.createCase("A")
            // Few transactions without COPY are cut: there are as many as that takes.
            var count: Int64 = 0
            while count < 8 || cutter.cuts.before == 0 || cutter.cuts.after == 0 {
                _ = try await cut.addExhibit(.sample("\(count)"), to: "A", survey: .sample())
                count += 1
            }
            #expect(try await direct.queueDepth().ready == count)
            #expect(try await direct.exhibits(of: "A").count == Int(count))
        }
    }

    /// Asks again until there is an answer, as a worker does.
    private static func insist<Answer>(_ attempt: () async throws -> Answer) async throws -> Answer {
        while true {
            do { return try await attempt() } catch let error as StoreError where error.isWorthWaiting {}
        }
    }
}
