internal import Foundation
internal import Glibc

/// The private PostgreSQL server of a data folder: made, started, awaited, stopped. Only the keeper has one.
struct Server {
    let folder: DataFolder
    let user: ServerUser
    let installation: Installation
    let socket: SocketFolder
    var log: ServerLog { ServerLog(path: folder.log) }

    /// Finds everything that the server needs, and makes its folder where there is none.
    init(in folder: DataFolder, environment: [String: String]) throws(PrivateStoreError) {
        self.folder = folder
        user = try ServerUser.current()
        try folder.checkOwner(user)
        try folder.letIn(user)
        installation = try Installation.choose(
            from: try Installation.all(path: environment["PATH"] ?? ""), for: Self.version(of: folder),
            dataFolder: folder.postgres)
        socket = SocketFolder(for: folder, runtimeFolder: user.isOther ? nil : environment["XDG_RUNTIME_DIR"])
        log.rotate()
        if Self.version(of: folder) == nil { try initialise() }
        try socket.prepare(for: user)
    }

    /// Starts the server without waiting for it. It dies with the calling thread.
    func start() throws(PrivateStoreError) -> pid_t {
        try clearAway()
        let output = try Descriptor(appendingTo: folder.log)
        let arguments = ["-D", folder.postgres] + ServerSettings.arguments(socket: socket)
        return try user.program(installation.postgres, arguments, endsWithParent: true)
            .start(output: output.descriptor, error: output.descriptor)
    }

    /// Whether the server that was started accepts connections.
    func isReady(_ process: pid_t) -> Bool {
        guard let file = PostmasterFile(in: folder.postgres) else { return false }
        return file.process == process && file.status == "ready"
    }

    /// How to reach the server: a libpq connection string.
    var address: String { "host=\(socket.path) port=\(SocketFolder.port) user=\(Self.role) dbname=\(Self.database)" }

    static let role = "caseload"
    static let database = "caseload"

    /// The major version that made the folder; nil where there is none yet.
    private static func version(of folder: DataFolder) -> Int? {
        guard let data = FileManager.default.contents(atPath: folder.postgres + "/PG_VERSION") else { return nil }
        return Int(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// Ends what a killed keeper left running, and removes the lock of a killed server: its number may belong to
    /// another program by now, and PostgreSQL would take that for a server.
    private func clearAway() throws(PrivateStoreError) {
        guard let file = PostmasterFile(in: folder.postgres) else { return }
        switch file.holder {
        case .keeper: file.endServer()
        case .nobody: break
        case .stranger:
            throw PrivateStoreError(
                .inUse, subject: folder.postgres,
                cause: "a PostgreSQL server with process number \(file.process) uses it")
        }
        SystemCall.remove(folder.postgres + "/postmaster.pid")
        socket.clear()
    }
}
