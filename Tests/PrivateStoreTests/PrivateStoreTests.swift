import Foundation
import Testing

@testable import PrivateStore

@Suite("A private store")
struct PrivateStoreTests {
    @Test("starts once for several users, and stops after the last, who was killed")
    func severalUsers() async throws {
        try await StoreFolder.with { folder in
            let users = try (0..<3).map { _ in try User(of: folder) }
            let addresses = users.map { $0.firstLine() }
            #expect(Set(addresses).count == 1 && addresses[0].hasPrefix("host=/"))
            #expect(folder.processes.count(where: \.isKeeper) == 1)
            users[0].kill()
            users[1].stop()
            let mine = try await folder.open()
            #expect(mine.address == addresses[0] && mine.startDuration == nil)
            mine.close()
            #expect(try psql("SELECT 1", at: addresses[0]) == "1")
            users[2].kill()
            await folder.awaitEnd()
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/server.json"))
        }
    }

    @Test("leaves nothing and loses nothing, whoever is killed in whichever order", arguments: Victim.orders)
    func killedInEveryOrder(order: [Victim]) async throws {
        try await StoreFolder.with { folder in
            let user = try User(of: folder)
            let address = user.firstLine()
            _ = try psql("CREATE TABLE kept AS SELECT 42 AS answer", at: address)
            for victim in order {
                switch victim {
                case .user: user.kill()
                case .keeper: folder.keeperProcess?.kill()
                case .server: folder.serverProcess?.kill()
                }
            }
            await folder.awaitEnd()

            let again = try await folder.open()
            #expect(again.startDuration != nil && again.address == address)
            #expect(try psql("SELECT answer FROM kept", at: address) == "42")
            again.close()
        }
    }

    enum Victim: CaseIterable {
        case user, keeper, server

        static let orders: [[Victim]] = [
            [.user, .keeper, .server], [.user, .server, .keeper], [.keeper, .user, .server], [.keeper, .server, .user],
            [.server, .user, .keeper], [.server, .keeper, .user],
        ]
    }

    @Test("takes its server down when the keeper is killed, and has it back when a user asks")
    func keeperKilled() async throws {
        try await StoreFolder.with { folder in
            let store = try await folder.open()
            let server = try #require(folder.serverProcess)
            folder.keeperProcess?.kill()
            await StoreFolder.awaitEnd(of: server.id)
            #expect(try await store.revive())
            #expect(try psql("SELECT 1", at: store.address) == "1")
            #expect(try await store.revive() == false)
            store.close()
        }
    }

    @Test("starts a killed server again; who opens the store meanwhile waits for it")
    func serverKilled() async throws {
        try await StoreFolder.with { folder in
            let store = try await folder.open()
            for _ in 0..<3 {
                let server = try #require(folder.serverProcess)
                server.kill()
                await StoreFolder.awaitEnd(of: server.id)
                // The keeper may not have noticed yet; once it has, it lets nobody in before the server is ready.
                while folder.serverProcess == nil {}
                let other = try await folder.open()
                #expect(try psql("SELECT 1", at: other.address) == "1")
                other.close()
            }
            store.close()
        }
    }

    @Test("survives users and keepers that are killed while it starts", arguments: 0..<8)
    func killedWhileStarting(round: Int) async throws {
        try await StoreFolder.with { folder in
            let early = try User(of: folder)
            if round.isMultiple(of: 2) {
                while folder.keeperProcess == nil {}
                if round.isMultiple(of: 4) { folder.keeperProcess?.kill() }
            }
            early.kill()
            let store = try await folder.open()
            #expect(try psql("SELECT 1", at: store.address) == "1")
            store.close()
        }
    }

    @Test("has stopped when its last user has let go of it, and not before", arguments: 0..<8)
    func lastUserWaits(round: Int) async throws {
        try await StoreFolder.with { folder in
            let stores = [try await folder.open(), try await folder.open(), try await folder.open()]
            stores[0].close()
            #expect(folder.serverProcess != nil)
            await withTaskGroup { group in
                for store in stores.dropFirst() { group.addTask { store.close() } }
            }
            #expect(folder.serverProcess == nil && folder.keeperProcess == nil)
        }
    }

    @Test("stops the server before it ends when the keeper is told to")
    func keeperTerminated() async throws {
        try await StoreFolder.with { folder in
            let store = try await folder.open()
            let keeper = try #require(folder.keeperProcess)
            kill(keeper.id, SIGTERM)
            await StoreFolder.awaitEnd(of: keeper.id)
            #expect(folder.serverProcess == nil)
            #expect(try await store.revive())
            #expect(try psql("SELECT 1", at: store.address) == "1")
            store.close()
        }
    }

    @Test(
        "works in a folder of any name",
        arguments: [
            "with space", "quote'\"s", "comma,semicolon;", "back\\slash", "ünï🔍", "percent%20", "-dash",
            String(repeating: "long/", count: 30) + "end", "line\nfeed",
        ])
    func anyName(name: String) async throws {
        try await StoreFolder.with(name) { folder in
            let store = try await folder.open()
            #expect(try psql("SELECT 1", at: store.address) == "1")
            store.close()
        }
    }

    @Test("lets in no other user of the machine, and listens on no network", .enabled(if: isRoot))
    func closedToOthers() async throws {
        try await StoreFolder.with { folder in
            let store = try await folder.open()
            for other in ["nobody", "postgres"] {
                let client = Program(
                    "/usr/bin/setpriv",
                    [
                        "--reuid", other, "--regid", "nogroup", "--clear-groups", "psql", "-XAtc", "SELECT 1",
                        store.address,
                    ])
                #expect(throws: PrivateStoreError.self) { try client.output() }
            }
            #expect(try psql("SHOW listen_addresses", at: store.address) == "")
            store.close()
        }
    }

    @Test("runs as an ordinary user, too", .enabled(if: isRoot))
    func ordinaryUser() async throws {
        try await StoreFolder.with { folder in
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            _ = unsafe chown(folder.path, 65534, 65534)
            // The build folder need not be open to others: the program goes where everybody can read it.
            let copy = URL(fileURLWithPath: folder.path).deletingLastPathComponent().path + "/probe"
            // By a process of its own: a fork beside would inherit the open copy, and keep it from being run.
            _ = try Program("/usr/bin/cp", [StoreFolder.probe, copy]).output()
            let user = try User(of: folder) {
                Program(
                    "/usr/bin/setpriv",
                    ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--", copy] + $0.arguments)
            }
            #expect(user.firstLine().hasPrefix("host=/"))
            let server = try #require(folder.serverProcess)
            let owner = try FileManager.default.attributesOfItem(atPath: "/proc/\(server.id)")[.ownerAccountID]
            #expect(owner as? NSNumber == 65534)
            user.stop()
        }
    }
}

let isRoot = getuid() == 0

/// What PostgreSQL's own client says.
func psql(_ statement: String, at address: String) throws -> String {
    try Program("/usr/bin/psql", ["-XAtqc", statement, address]).output().trimmingCharacters(in: .newlines)
}
