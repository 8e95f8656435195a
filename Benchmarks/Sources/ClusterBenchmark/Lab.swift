internal import Foundation
internal import PrivateStore

/// A private PostgreSQL and a coordinator of the real program, in a folder of their own.
final class Lab: Sendable {
    let folder: URL
    let program: String
    let secret: String
    let store: PrivateStore
    private let coordinator: RunningProgram

    var socket: String { folder.path + "/c" }
    var data: String { folder.path + "/data" }

    init(in scratch: URL, program: String) async throws {
        folder = scratch.appending(path: "lab")
        self.program = program
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        secret = String(repeating: "0123456789abcdef", count: 4)
        store = try await PrivateStore.open(
            dataFolder: folder.path + "/data", keeper: KeeperCommand(program: program, arguments: ["keeper", "--data"]))
        try Self.write(secret, to: folder.appending(path: "secret"))
        try Self.write(store.address, to: folder.appending(path: "address"))
        try RunningProgram.run(program, ["database", "create", "--data", folder.path + "/data"])
        coordinator = try RunningProgram(
            program,
            [
                "coordinator", "--socket", folder.path + "/c", "--secret-file", folder.path + "/secret",
                "--database-file", folder.path + "/address", "--hash-set-folder", folder.path + "/data/hashsets",
            ])
        while !FileManager.default.fileExists(atPath: socket) { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Ends everything.
    func end() {
        coordinator.end()
        store.close()
    }

    /// Registers exhibits whose images hold nothing: the recording says what would be found.
    func register(_ count: Int, in reference: String) throws {
        try RunningProgram.run(program, ["case", "create", reference, "--data", data])
        for number in 0..<count {
            let image = folder.appending(path: "\(reference)-\(number).raw")
            try Data("\(reference) \(number)".utf8).write(to: image)
            try RunningProgram.run(
                program, ["exhibit", "add", reference, image.path, "--verify=none", "--data", data])
        }
    }

    /// What the coordinator and PostgreSQL have used of the processors, in seconds.
    var processorSeconds: Double {
        ProcessFigures.all.filter { $0.isPostgres || $0.id == coordinator.id }.reduce(0) { $0 + $1.processorSeconds }
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
