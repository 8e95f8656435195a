import Foundation
import PrivateStore
import TestSupport
import Testing

/// What `doctor` says of this very host, and of one that lacks what its role needs.
@Suite("The doctor", .serialized, .timeLimit(.minutes(15)))
struct DoctorTests {
    private struct Row: Decodable {
        let subject: String
        let verdict: String
        let observation: String
        let remedy: String?
    }

    private func rows(_ arguments: [String]) async throws -> (code: Int32?, [String: Row]) {
        let outcome = try await Caseload.run(["doctor", "--format=jsonl", "--examiners=1", "--memory=64"] + arguments)
        let rows = try outcome.records(Row.self)
        return (outcome.exitCode, Dictionary(rows.map { ($0.subject, $0) }) { first, _ in first })
    }

    @Test("finds that an examiner can work here, and says what it was not told to look at")
    func examiner() async throws {
        let (code, rows) = try await rows(["--role=workstation"])
        #expect(code == 0)
        #expect(rows["examiner"]?.verdict == "sound")
        #expect(rows["examiner"]?.observation.contains("libtsk 4.") == true)
        #expect(rows["evidence"]?.verdict == "unseen")
        #expect(rows["PostgreSQL's programs"]?.verdict == "sound")
    }

    @Test("names all that a worker's host lacks at once, with what to do, and exits with 71")
    func worker() async throws {
        let (scratch, port) = (try Scratch(), try FreePort())
        let (code, rows) = try await rows([
            "--role=worker", "--identity=\(scratch.url.path)/none", "--coordinator=127.0.0.1:\(port.number)",
            "--evidence-root=\(scratch.url.path)", "--evidence-root=/mnt/lab=\(scratch.url.path)/none",
            "--cache=\(scratch.url.path)/cache",
        ])
        #expect(code == 71)
        for subject in [
            "certificate", "coordinator 127.0.0.1:\(port.number)", "evidence in \(scratch.url.path)/none", "cache",
        ] {
            #expect(rows[subject]?.verdict == "wrong", "\(subject)")
            #expect(rows[subject]?.remedy?.isEmpty == false, "\(subject)")
        }
        #expect(rows["evidence in \(scratch.url.path)"]?.verdict == "doubtful")
        let (_, later) = try await self.rows(["--role=worker", "--cache=\(scratch.url.path)"])
        #expect(["sound", "doubtful"].contains(later["cache"]?.verdict))
        let relative = try await Caseload.run(["doctor", "--role=worker", "--evidence-root=/mnt/lab=here"])
        #expect(relative.exitCode == 64 && relative.errors.contains("REGISTERED=DIR"))
    }

    @Test("finds a coordinator's host sound once its database, its certificate and its port are")
    func coordinator() async throws {
        let (scratch, port) = (try Scratch(), try FreePort())
        let made = try await Caseload.run(["database", "create", "--data=\(scratch.data)"])
        try #require(made.isSuccess, "\(made)")
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let (folder, authority) = ("\(scratch.url.path)/c1", "--authority=\(scratch.url.path)/authority")
        for arguments in [["init"], ["issue", "coordinator", "c1", "--host=127.0.0.1", "--out=\(folder)"]] {
            let outcome = try await Caseload.run(["pki"] + arguments + [authority])
            try #require(outcome.isSuccess, "\(outcome)")
        }
        let file = scratch.url.appending(path: "database").path
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        #expect(
            FileManager.default.createFile(atPath: file, contents: Data(store.address.utf8), attributes: attributes))
        let common = [
            "--role=coordinator", "--identity=\(folder)", "--hash-set-folder=\(scratch.url.path)",
            "--listen=127.0.0.1:\(port.number)",
        ]
        let (code, rows) = try await rows(common + ["--database-file=\(file)"])
        #expect(code == 0)
        for subject in ["certificate", "schema", "database", "clock against the database's", "port for workers"] {
            #expect(rows[subject]?.verdict == "sound", "\(subject)")
        }
        store.close()
        let (later, without) = try await self.rows(common + ["--database-file=\(file)"])
        #expect(later == 71)
        #expect(without["database"]?.verdict == "wrong")
    }
}
