import Foundation
import PrivateStore
import TestSupport
import Testing

/// A network that breaks around COMMIT, so that nobody knows what has counted.
@Suite("An examination whose COMMITs are cut off", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct UnknownCommitTests {
    @Test(
        "has the findings of an undisturbed one: nothing is lost, and nothing is there twice", arguments: UInt64(0)..<3)
    func losesNothing(seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination()
        let store = try await PrivateStore.open(dataFolder: examination.scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let cutter = CommitCutter(seed: seed)
        let host = String(try #require(store.address.firstMatch(of: #/host=(\S+)/#)).1)
        let folder = examination.scratch.url.path
        let proxy = try SocketProxy(at: "\(folder)/.s.PGSQL.5432", to: "\(host)/.s.PGSQL.5432") { cutter.valve() }
        defer { proxy.end() }
        let outcome = try await examination.run([
            "--database=\(store.address.replacing("host=\(host)", with: "host=\(folder)"))", "--lease-term=2000",
        ])
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(cutter.cuts.before > 0 && cutter.cuts.after > 0)
        #expect(!outcome.errors.contains("The database refuses"), "\(outcome)")
        #expect(try await examination.digests() == undisturbed.digests, "\(outcome.errors)")
    }
}
