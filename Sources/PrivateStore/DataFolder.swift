internal import Foundation

/// The folder of a private store, and what lies where in it.
///
///     DIR/postgres/       PostgreSQL's own data folder
///     DIR/socket/         its socket (elsewhere when DIR is long: see `SocketFolder`)
///     DIR/postgres.log    what it and the keeper say
///     DIR/users.lock      every user holds it shared; who holds it alone knows that nobody uses the store
///     DIR/start.lock      whoever starts the keeper holds it, and hands it on until the store is ready
///     DIR/leave.lock      users take turns at leaving, so that one of them is the last
///     DIR/keeper.lock     the keeper holds it as long as it lives
///     DIR/server.json     how to reach the running server
struct DataFolder {
    /// An absolute path.
    let path: String

    var postgres: String { path + "/postgres" }
    /// Where `postgres` is made before it gets its name, so that half a one is never taken for a whole one.
    var unfinishedPostgres: String { path + "/postgres.unfinished" }
    var log: String { path + "/postgres.log" }
    var usersLock: String { path + "/users.lock" }
    var startLock: String { path + "/start.lock" }
    var leaveLock: String { path + "/leave.lock" }
    var keeperLock: String { path + "/keeper.lock" }
    var server: String { path + "/server.json" }

    init(path: String) { self.path = path }

    /// Makes the folder where it is missing: for this user alone.
    init(at path: String) throws(PrivateStoreError) {
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        do {
            let parent = (absolute as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw PrivateStoreError(.fileSystem, subject: path, cause: Self.words(for: error))
        }
        try SystemCall.makeFolder(absolute, mode: 0o700)
        guard let real = SystemCall.realPath(absolute) else {
            throw PrivateStoreError(system: SystemCall.lastError, subject: path)
        }
        guard SystemCall.status(of: real).map({ $0.st_mode & S_IFMT == S_IFDIR }) == true else {
            throw PrivateStoreError(.fileSystem, subject: path, cause: "is not a folder")
        }
        self.path = real
    }

    /// `$XDG_DATA_HOME/caseload`, by default `~/.local/share/caseload`; for root `/var/lib/caseload`.
    static func defaultPath(environment: [String: String], userID: UInt32, home: String) -> String {
        if userID == 0 { return "/var/lib/caseload" }
        // The XDG Base Directory Specification: a path that is not absolute counts as unset.
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (data ?? home + "/.local/share") + "/caseload"
    }

    private static func words(for error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return underlying.map { SystemCall.words(for: Int32(clamping: $0.code)) } ?? error.localizedDescription
    }
}
