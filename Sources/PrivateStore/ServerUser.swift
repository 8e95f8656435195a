internal import Glibc

/// As whom PostgreSQL runs. It refuses root, so root's private store runs as the user `postgres`.
struct ServerUser: Hashable {
    let name: String
    let id: uid_t
    let group: gid_t
    /// Whether it is another user than the one who asks for the store.
    let isOther: Bool

    private static let setpriv = "/usr/bin/setpriv"

    /// - Throws: `missingPrograms` when root has no user `postgres` to run it as, or `setpriv` is missing.
    static func current() throws(PrivateStoreError) -> ServerUser {
        guard SystemCall.isExecutable(setpriv) else {
            throw PrivateStoreError(.missingPrograms, subject: setpriv, cause: "is missing; it belongs to util-linux")
        }
        guard getuid() == 0 else {
            guard let user = unsafe getpwuid(getuid()) else {
                throw PrivateStoreError(
                    .serverFailed, subject: "user \(getuid())", cause: "PostgreSQL needs a user that has a name")
            }
            return unsafe ServerUser(user.pointee, isOther: false)
        }
        guard let user = unsafe getpwnam("postgres") else {
            throw PrivateStoreError(
                .missingPrograms, subject: "user postgres",
                cause: "is missing; PostgreSQL refuses to run as root and would run as that user")
        }
        return unsafe ServerUser(user.pointee, isOther: true)
    }

    private init(_ user: passwd, isOther: Bool) {
        name = unsafe String(cString: user.pw_name)
        (id, group) = unsafe (user.pw_uid, user.pw_gid)
        self.isOther = isOther
    }

    /// A program, run as this user.
    /// - Parameter endsWithParent: whether the kernel kills it (SIGQUIT) when the thread that started it ends.
    func program(_ path: String, _ arguments: [String], endsWithParent: Bool = false) -> Program {
        var options: [String] = []
        if isOther { options += ["--reuid", "\(id)", "--regid", "\(group)", "--init-groups", "--no-new-privs"] }
        if endsWithParent { options += ["--pdeathsig", "QUIT"] }
        guard !options.isEmpty else { return Program(path, arguments) }
        return Program(Self.setpriv, options + ["--", path] + arguments)
    }

    /// Whether the user may enter a folder, as the kernel sees it.
    func canEnter(_ folder: String) -> Bool {
        guard isOther else { return SystemCall.isExecutable(folder) }
        guard let process = try? program("/usr/bin/test", ["-x", folder]).start() else { return false }
        return Program.wait(for: process) == .exited(0)
    }
}
