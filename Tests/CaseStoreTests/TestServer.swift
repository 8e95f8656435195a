import Foundation
import Glibc
import PrivateStore
import Synchronization
import TestSupport

@testable import CaseStore

/// One private PostgreSQL for the test run, in a temporary folder that goes when the run ends; every test gets a
/// database of its own on it.
enum TestServer {
    private static let start = Task { () throws in
        let store = try await PrivateStore.open(dataFolder: folder, keeper: keeper)
        held.withLock { $0 = store }
        atexit { TestServer.end() }
        return store
    }

    private static let folder = "/tmp/caseload-tests-\(getpid())"
    static let keeper = KeeperCommand(
        program: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "private-store-probe").path, arguments: ["keeper"])

    /// The server takes 50 connections, and the machine has few cores.
    private static let gate = Gate(places: 4)
    private static let held = Mutex<PrivateStore?>(nil)
    private static let number = Atomic<Int>(0)

    /// The address of a database that does not exist yet.
    static func newAddress() async throws -> String {
        let address = try await start.value.address
        let number = number.add(1, ordering: .relaxed).newValue
        return address.replacing(/dbname=\w+/, with: "dbname=test\(number)")
    }

    /// Runs `body` with an empty store in a database of its own.
    static func withStore<Value>(connections: Int = 4, _ body: (CaseStore) async throws -> Value) async throws -> Value
    {
        await gate.enter()
        let result: Result<Value, any Error>
        do { result = .success(try await run(connections, body)) } catch { result = .failure(error) }
        await gate.leave()
        return try result.get()
    }

    private static func run<Value>(_ connections: Int, _ body: (CaseStore) async throws -> Value) async throws -> Value
    {
        let address = try await newAddress()
        _ = try await CaseStore.create(at: address)
        let store = try await CaseStore(at: address, connections: connections)
        // The tests ask what is right, not what survives a power cut.
        let name = try Connection.databaseName(in: address)
        try await store.pool.perform { connection throws(StoreError) in
            _ = try connection.execute("ALTER DATABASE \(name) SET synchronous_commit = off")
            return
        }
        await store.close()
        let result: Result<Value, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }

    /// The address of a store's database.
    static func address(of store: CaseStore) async throws -> String {
        let name = try await store.pool.perform { connection throws(StoreError) in
            var row = try connection.execute("SELECT current_database()::text").first
            return try row?.next(String.self) ?? ""
        }
        return try await start.value.address.replacing(/dbname=\w+/, with: "dbname=\(name)")
    }

    /// Waits until the keeper has stopped the server, then removes its folder.
    private static func end() {
        held.withLock { $0?.close() }
        awaitKeeper(of: folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Waits until the keeper of a data folder has stopped its server and ended.
    static func awaitKeeper(of folder: String) {
        let keeper = unsafe open(folder + "/keeper.lock", O_RDWR)
        flock(keeper, LOCK_EX)
        close(keeper)
    }
}
