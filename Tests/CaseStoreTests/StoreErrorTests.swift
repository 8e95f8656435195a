import Findings
import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("What goes wrong with the database")
struct StoreErrorTests {
    private static func reason(_ address: String) async -> StoreError? {
        do {
            _ = try await CaseStore(at: address)
            return nil
        } catch { return error }
    }

    @Test("is a server that is not there: wait for it")
    func unreachable() async {
        let error = await Self.reason("host=/nowhere dbname=x user=y password=geheim")
        #expect(error?.reason == .unreachable && error?.isTemporary == true)
        #expect(error?.description.contains("geheim") == false)
    }

    @Test(
        "is an address that cannot be parsed, which is never repeated: it may hold a password",
        arguments: [
            "postgresql://anna:geheim@host:port:x/db", "geheim",
            "postgresql://anna:ge/geheim@host/db", "postgresql://anna:ge@geheim@host/db", "host=x passwort=geheim",
            "postgresql://h/?geheim=1",
        ])
    func invalidAddress(address: String) async {
        let error = await Self.reason(address)
        #expect(error?.reason == .invalidAddress)
        #expect(error?.description.contains("geheim") == false)
        await #expect(throws: StoreError.self) { try await CaseStore.create(at: address) }
    }

    @Test("is a user whom the server does not know")
    func accessDenied() async throws {
        let address = try await TestServer.newAddress().replacing("user=caseload", with: "user=mallory")
        let error = await Self.reason(address)
        #expect(error?.reason == .accessDenied && error?.sqlState == "28000" && error?.isTemporary == false)
    }

    @Test("is a database that is missing, empty, older or newer than this program: each says what to do")
    func schemas() async throws {
        let address = try await TestServer.newAddress()
        #expect(await Self.reason(address)?.reason == .databaseMissing)
        let session = Session(to: address)
        #expect(try await CaseStore.create(at: address) == Migration.all.map(\.name))
        #expect(try await CaseStore.create(at: address).isEmpty)
        #expect(await Self.reason(address) == nil)

        func run(_ sql: String) async throws {
            try await session.perform { connection throws(StoreError) in
                _ = try connection.execute(sql)
                return
            }
        }
        try await run("UPDATE schema_migrations SET version = version + 1 WHERE version = \(Migration.newest)")
        let newer = await Self.reason(address)
        #expect(newer?.reason == .schemaNewer && newer?.description.contains("newer") == true)
        await #expect(throws: StoreError.self) { try await CaseStore.migrate(at: address) }
        try await run("DELETE FROM schema_migrations WHERE version > \(Migration.newest)")
        #expect(await Self.reason(address)?.reason == .schemaOlder)
        try await run("DROP TABLE schema_migrations")
        let missing = await Self.reason(address)
        #expect(missing?.reason == .schemaMissing && missing?.description.contains("database create") == true)
        await session.close()
    }

    @Test("is not a database of the first version: it gets what is missing, and keeps what it holds")
    func firstVersion() async throws {
        let address = try await TestServer.newAddress()
        try await Self.createEmpty(address)
        let session = Session(to: address)
        try await session.perform { connection throws(StoreError) in
            _ = try connection.migrate([.foundations])
            try connection.run(
                script: """
                    INSERT INTO cases (reference) VALUES ('A');
                    INSERT INTO exhibits (case_id, reference, path, files, options, requested_digests, state)
                    SELECT 1, state, '/e', '[]', '{}', '[]', state FROM unnest(ARRAY['registered', 'done']) AS of (state);
                    INSERT INTO workers (name, description) VALUES ('w', '{}');
                    """)
        }
        #expect(await Self.reason(address)?.reason == .schemaOlder)
        #expect(try await CaseStore.migrate(at: address) == Migration.all.dropFirst().map(\.name))
        let store = try await CaseStore(at: address)
        #expect(try await store.exhibits(of: "A").map(\.state) == [.done, .registered])
        let known = try await session.perform { connection throws(StoreError) in
            try connection.execute("SELECT started_at = registered_at FROM exhibits ORDER BY exhibit_id")
                .map { row throws(StoreError) in try row.next(Bool?.self) }
        }
        #expect(known == [nil, true])
        await store.close()
        await session.close()
    }

    @Test("is a migration that fails: everything stays as it was, and the next attempt goes on from there")
    func failedMigration() async throws {
        let address = try await TestServer.newAddress()
        _ = try await CaseStore.create(at: address)
        let session = Session(to: address)
        let good = Migration(version: Migration.newest + 1, name: "good", sql: "CREATE TABLE good (a int)")
        let bad = Migration(version: Migration.newest + 2, name: "bad", sql: "CREATE TABLE half (a int); SELECT 1 / 0")
        let error = await #expect(throws: StoreError.self) {
            try await session.perform { connection throws(StoreError) in
                try connection.migrate(Migration.all + [good, bad])
            }
        }
        #expect(error?.sqlState == "22012")
        let found = try await session.perform { connection throws(StoreError) in
            var row = try connection.execute(
                "SELECT to_regclass('good') IS NOT NULL, to_regclass('half') IS NULL, max(version) FROM schema_migrations"
            ).first
            return [try row?.next(Bool.self), try row?.next(Bool.self), try row?.next(Int32.self) == good.version]
        }
        #expect(found == [true, true, true])
        let mended = Migration(version: Migration.newest + 2, name: "mended", sql: "CREATE TABLE half (a int)")
        let taken = try await session.perform { connection throws(StoreError) in
            try connection.migrate(Migration.all + [good, mended])
        }
        #expect(taken == ["mended"])
        await session.close()
    }

    @Test("is not two programs that migrate at once: they take turns")
    func migrateAtOnce() async throws {
        let address = try await TestServer.newAddress()
        try await Self.createEmpty(address)
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 { group.addTask { try await CaseStore.migrate(at: address) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken == Migration.all.map(\.name))
    }

    @Test("is a listing that cannot begin: its session is as good as new for the next")
    func snapshotThatCannotBegin() async throws {
        try await TestServer.withStore(connections: 1) { store in
            let sessions = store.pool.withoutPatience
            let halfway = await #expect(throws: StoreError.self) {
                try await sessions.perform { connection throws(StoreError) in
                    try connection.run(script: "BEGIN")
                    try connection.run(script: "SELECT 1 / 0")
                }
            }
            #expect(halfway?.sqlState == "22012")
            let refused = await #expect(throws: StoreError.self) { try await sessions.snapshot { _ in } }
            #expect(refused?.sqlState == "25P02")
            try await sessions.perform { connection throws(StoreError) in
                try connection.run(script: "CREATE TABLE written (a int)")
            }
        }
    }

    private static func createEmpty(_ address: String) async throws {
        let name = try Connection.databaseName(in: address)
        let session = Session(to: try Connection.maintenanceAddress(for: address))
        try await session.perform { connection throws(StoreError) in
            _ = try connection.execute("CREATE DATABASE \(Connection.quote(identifier: name))")
            return
        }
        await session.close()
    }

    @Test("is a connection that breaks: the call fails, the next one connects again")
    func connectionLost() async throws {
        try await TestServer.withStore(connections: 1) { store in
            let error = await #expect(throws: StoreError.self) {
                try await store.pool.perform { connection throws(StoreError) in
                    _ = try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    return
                }
            }
            #expect(error?.reason == .connectionLost && error?.isTemporary == true)
            let cases = try await store.cases()
            #expect(cases.isEmpty)
        }
    }

    @Test("is a connection that breaks in COMMIT: only the shard's standing tells whether the findings count")
    func commitUnknown() async throws {
        try await Examination.run { exhibit in
            // The server ends the connection in the middle of the COMMIT.
            try await exhibit.store.pool.perform { connection throws(StoreError) in
                try connection.run(
                    script: """
                        CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
                        CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON failures DEFERRABLE INITIALLY DEFERRED
                            FOR EACH ROW EXECUTE FUNCTION hang_up();
                        """)
            }
            let error = await #expect(throws: StoreError.self) { try await exhibit.land(.sample(failures: 1)) }
            #expect(error?.reason == .commitUnknown)
            let standing = try await exhibit.store.standing(of: exhibit.lease.shard)
            #expect(!standing.hasLanded(batch: 0, under: exhibit.lease.claim))
            #expect(standing.shard.fence == exhibit.lease.fence && !standing.shard.hasEnded)
        }
    }

    @Test("is said in the server's words, with its SQLSTATE and what to do")
    func words() {
        let full = StoreError(sqlState: "53100", message: "could not extend file \"base/1\": No space left on device")
        #expect(full.reason == .storageFull && full.isTemporary)
        #expect(
            full.description == """
                Could not extend file "base/1": No space left on device (SQLSTATE 53100). \
                Free space on the database server's disk; the work goes on by itself.
                """)
        let several = StoreError(.unreachable, cause: "connection failed\n\tIs the server running?\n")
        #expect(several.description.hasPrefix("Connection failed. Is the server running? Check"))
        let reasons: [(String, StoreError.Reason)] = [
            ("57P03", .starting), ("57P01", .connectionLost), ("08006", .connectionLost), ("40P01", .busy),
            ("53300", .busy), ("53200", .busy), ("25006", .starting), ("25P03", .connectionLost), ("23505", .conflict),
            ("3D000", .databaseMissing), ("28P01", .accessDenied),
            ("42P01", .schemaMissing), ("22012", .other),
        ]
        for (state, reason) in reasons { #expect(StoreError(sqlState: state, message: "").reason == reason) }
    }

    @Test("is not what an exhibit, a case or a shard that is not there is")
    func notFound() async throws {
        try await TestServer.withStore { store in
            for attempt in [
                { _ = try await store.findCase("x") }, { _ = try await store.exhibit(ExhibitID(9)) },
                { _ = try await store.standing(of: ShardID(9)) }, { try await store.removeHashSet([1]) },
                { _ = try await store.addExhibit(.sample("1"), to: "x", survey: .sample()) },
            ] as [() async throws -> Void] {
                let error = await #expect(throws: StoreError.self) { try await attempt() }
                #expect(error?.reason == .notFound)
            }
        }
    }

    @Test("is a server that takes no changes, as a standby does: wait for it")
    func readOnly() async throws {
        try await TestServer.withStore { store in
            let name = try Connection.databaseName(in: try await TestServer.address(of: store))
            func set(_ value: String) async throws {
                try await store.pool.perform { connection throws(StoreError) in
                    try connection.run(
                        script: """
                            BEGIN READ WRITE; ALTER DATABASE \(name) SET default_transaction_read_only = \(value);
                            COMMIT
                            """)
                }
                await store.close()
            }
            _ = try await store.createCase("A")
            try await set("on")
            let error = await #expect(throws: StoreError.self) {
                try await store.addExhibit(.sample("1"), to: "A", survey: .sample())
            }
            #expect(error?.sqlState == "25006" && error?.isTemporary == true)
            try await set("off")
            let added = try await store.addExhibit(.sample("1"), to: "A", survey: .sample())
            #expect(added.isNew)
        }
    }

    @Test("is a transaction that PostgreSQL takes back at COMMIT although nobody said so")
    func takenBackInSilence() async throws {
        try await TestServer.withStore(connections: 1) { store in
            let error = await #expect(throws: StoreError.self) {
                try await store.pool.perform { connection throws(StoreError) in
                    try connection.transaction { connection throws(StoreError) in
                        try connection.execute("INSERT INTO cases (reference) VALUES ('lost')")
                        _ = try? connection.execute("SELECT 1 / 0")
                    }
                }
            }
            #expect(error?.cause.contains("rolled back") == true)
            let cases = try await store.cases()
            #expect(cases.isEmpty)
        }
    }

    @Test("is a process that holds a lock and does nothing: the server ends its transaction, but no reader's")
    func idleHolders() async throws {
        try await TestServer.withStore(connections: 1) { store in
            let setting = "SELECT current_setting('idle_in_transaction_session_timeout')"
            let changing = try await store.pool.perform { connection throws(StoreError) in
                var row = try connection.execute(setting).first
                return try row?.next(String.self)
            }
            #expect(changing == "1min")
            let reading = try await store.pool.snapshot { snapshot in
                try await snapshot.read { connection throws(StoreError) in
                    var row = try connection.execute(setting).first
                    return try row?.next(String.self)
                }
            }
            #expect(reading == "0")
        }
    }
}
