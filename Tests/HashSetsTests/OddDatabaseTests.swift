import CSQLite
import Findings
import Foundation
import Testing

@testable import HashSets

@Suite("An NSRL database that another program has made") struct OddDatabaseTests {
    private static let md5 = String(repeating: "1", count: 32)

    @Test(
        "is read whatever its tables look like",
        arguments: [
            "CREATE TABLE FILE (md5 TEXT PRIMARY KEY) WITHOUT  ROWID",
            "CREATE TABLE FILE (md5 TEXT PRIMARY KEY) WITHOUT\nROWID",
            "CREATE TABLE FILE (md5 TEXT PRIMARY KEY) WITHOUT/**/ROWID",
            "CREATE TABLE FILE (md5 TEXT); CREATE TABLE VERSION (number TEXT); INSERT INTO VERSION VALUES ('1')",
            "CREATE TABLE FILE (md5 TEXT); CREATE TABLE VERSION (version TEXT, release_date TEXT)",
            "CREATE TABLE FILE (md5 TEXT, rowid TEXT)", "CREATE TABLE FILE (md5 TEXT) -- without rowid",
        ])
    func reads(schema: String) throws {
        #expect(try digests(schema + "\n; INSERT INTO FILE (md5) VALUES ('\(Self.md5)')") == [Self.md5])
    }

    @Test("is read by its generated columns, too", arguments: ["VIRTUAL", "STORED"])
    func readsGenerated(kind: String) throws {
        let schema = "CREATE TABLE FILE (hash TEXT, md5 TEXT GENERATED ALWAYS AS (lower(hash)) \(kind))"
        #expect(try digests("\(schema); INSERT INTO FILE (hash) VALUES ('\(Self.md5)')") == [Self.md5])
    }

    private func digests(_ statements: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "set.db").path
        var handle: OpaquePointer?
        try #require(unsafe sqlite3_open(path, &handle) == SQLITE_OK)
        let result = unsafe sqlite3_exec(handle, statements, nil, nil, nil)
        unsafe sqlite3_close(handle)
        try #require(result == SQLITE_OK)
        return try readAll(path).compactMap { record in
            if case .entry(let entry, []) = record { Hexadecimal.text(entry.digests.md5?.bytes ?? []) } else { nil }
        }
    }
}
