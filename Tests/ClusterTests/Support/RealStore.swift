import CaseStore
import Foundation
import Glibc
import PrivateStore
import Testing

/// One private PostgreSQL for a suite; each test makes a database of its own on it.
struct RealStore: SuiteTrait, TestScoping {
    @TaskLocal private static var address: String?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // Suites run side by side.
        let folder = "/tmp/caseload-cluster-\(getpid())-\(UInt16.random(in: 0...UInt16.max))"
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "private-store-probe").path
        let store = try await PrivateStore.open(
            dataFolder: folder, keeper: KeeperCommand(program: program, arguments: ["keeper"]))
        defer {
            store.close()
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await Self.$address.withValue(store.address) { try await function() }
    }

    /// The address of a new, empty store.
    static func newAddress() async throws -> String {
        let name = "test\(UInt64.random(in: 0...UInt64.max))"
        let address = try #require(Self.address).replacing(/dbname=\w+/, with: "dbname=\(name)")
        _ = try await CaseStore.create(at: address)
        return address
    }
}

extension SuiteTrait where Self == RealStore {
    static var realStore: Self { Self() }
}
