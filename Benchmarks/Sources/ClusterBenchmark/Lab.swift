internal import Foundation
internal import PrivateStore

/// A private PostgreSQL and a coordinator of the real program, in a folder of their own.
final class Lab {
    let folder: URL
    let program: String
    let door: Door
    let port: Int
    let database: Database
    private let store: PrivateStore
    private let coordinator: RunningProgram
    private let core: Int?

    /// What a worker on the coordinator's own machine needs to get in.
    struct Door: Sendable {
        let socket: String
        let secret: String
    }

    /// - Parameter core: the one that PostgreSQL and the coordinator run on; nil leaves that to the system.
    init(in folder: URL, program: String, core: Int?) async throws {
        (self.folder, self.program, self.core) = (folder, program, core)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        door = Door(socket: folder.path + "/c", secret: String(repeating: "0123456789abcdef", count: 4))
        let keeper = RunningProgram.command(program, ["keeper", "--data"], on: core)
        store = try await PrivateStore.open(
            dataFolder: folder.path + "/data", keeper: KeeperCommand(program: keeper[0], arguments: Array(keeper[1...]))
        )
        database = Database(address: store.address)
        try Self.write(door.secret, to: folder.appending(path: "secret"))
        try Self.write(store.address, to: folder.appending(path: "address"))
        try RunningProgram.run(program, ["database", "create", "--data", folder.path + "/data"])
        try database.makeLogFiles()
        port = Int.random(in: 20_000..<30_000)
        try Self.issueCertificates(in: folder, by: program)
        coordinator = try RunningProgram(
            program,
            [
                "coordinator", "--socket", folder.path + "/c", "--secret-file", folder.path + "/secret",
                "--listen", "127.0.0.1:\(port)", "--identity", folder.path + "/c1",
                "--database-file", folder.path + "/address", "--hash-set-folder", folder.path + "/data/hashsets",
                "--lifeline",
            ], on: core)
        while !FileManager.default.fileExists(atPath: door.socket) { try await Task.sleep(for: .milliseconds(20)) }
    }

    private static func issueCertificates(in folder: URL, by program: String) throws {
        let authority = ["--authority", folder.path + "/authority"]
        try RunningProgram.run(program, ["pki", "init"] + authority)
        for (role, name, hosts) in [("coordinator", "c1", ["--host", "127.0.0.1"]), ("worker", "w1", [])] {
            try RunningProgram.run(
                program, ["pki", "issue", role, name, "--out", folder.path + "/\(name)"] + hosts + authority)
        }
    }

    /// Ends everything.
    func end() {
        coordinator.end()
        store.close()
    }

    /// Registers exhibits whose images hold nothing: the recording says what would be found.
    func register(_ count: Int, in reference: String) throws {
        for number in 0..<count {
            let image = folder.appending(path: "\(reference)-\(number).raw")
            try Data("\(reference) \(number)".utf8).write(to: image)
            try register(image.path, in: "\(reference)-\(number)")
        }
    }

    /// Registers an image in a case of its own.
    func register(_ image: String, in reference: String) throws {
        let data = ["--data", folder.path + "/data"]
        try RunningProgram.run(program, ["case", "create", reference] + data)
        try RunningProgram.run(program, ["exhibit", "add", reference, image, "--verify=none"] + data)
    }

    /// A real worker with one examiner.
    /// - Parameters:
    ///   - core: on which it runs.
    ///   - arguments: how it reaches the coordinator; by default through its socket.
    func worker(_ name: String, on core: Int? = nil, _ arguments: [String]? = nil) throws -> RunningProgram {
        let socket = [
            "--socket", door.socket, "--secret-file", folder.path + "/secret", "--name", name,
        ]
        return try RunningProgram(
            program, ["worker", "--examiners", "1", "--lifeline"] + (arguments ?? socket), on: core)
    }

    /// How a worker reaches the coordinator over mutual TLS.
    var network: [String] {
        ["--coordinator", "127.0.0.1:\(port)", "--identity", folder.path + "/w1", "--cache", folder.path + "/cache"]
    }

    /// Waits until all cases whose references begin so are examined.
    /// - Returns: seconds from the first grant to the last landing.
    func examinationSeconds(of prefix: String) async throws -> Double {
        let question = """
            SELECT extract(epoch FROM max(ended_at) - min(started_at))
            FROM shards JOIN exhibits USING (exhibit_id) JOIN cases USING (case_id)
            WHERE cases.reference LIKE '\(prefix)%' HAVING bool_and(shards.state IN ('done', 'failed', 'replaced'))
            """
        while true {
            if let seconds = Double(try database.answer(to: question)) { return seconds }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Waits until a worker has enrolled, and a moment longer for its examiner to prove itself.
    func awaitWorker(_ name: String) async throws {
        while try database.count("workers WHERE name = '\(name)'") == 0 {
            try await Task.sleep(for: .milliseconds(100))
        }
        try await Task.sleep(for: .seconds(1))
    }

    /// PostgreSQL's processes.
    var postgres: [ProcessFigures] {
        let file = folder.path + "/data/postgres/postmaster.pid"
        let words = (try? String(contentsOfFile: file, encoding: .utf8))?.split(separator: "\n").first
        guard let postmaster = words.flatMap({ Int32($0) }) else { return [] }
        return ProcessFigures.all.filter { $0.id == postmaster || $0.parent == postmaster }
    }

    /// What the coordinator and PostgreSQL have used of the processors, in seconds.
    var processorSeconds: Double {
        postgres.reduce(ProcessFigures(of: coordinator.id)?.processorSeconds ?? 0) { $0 + $1.processorSeconds }
    }

    /// The coordinator's own memory, in bytes: what is resident and no file's.
    var coordinatorMemory: Int { ProcessFigures(of: coordinator.id)?.anonymousByteCount ?? 0 }

    private static func write(_ text: String, to file: URL) throws {
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw BenchmarkError("\(file.path) cannot be written") }
    }
}
