internal import Glibc

/// The folder of PostgreSQL's socket: nobody but the user (and root) can enter it.
struct SocketFolder: Hashable {
    let path: String

    /// PostgreSQL names its sockets by port.
    static let port = 5432
    /// The longest path of a socket, without the NUL behind it (`sun_path`, unix(7)).
    static let longestPath = 107

    /// Below the data folder where libpq and the kernel can take its path, else in the user's runtime folder or /tmp,
    /// named by a hash of the data folder's path.
    init(for folder: DataFolder, runtimeFolder: String?) {
        let own = folder.path + "/socket"
        if Self.fits(own) {
            path = own
        } else {
            let base = [runtimeFolder, "/tmp"].compactMap { $0 }.first {
                Self.fits(Self.name(in: $0, for: folder.path))
            }
            path = Self.name(in: base ?? "/tmp", for: folder.path)
        }
    }

    /// Makes the folder for `user`.
    /// - Throws: `foreignOwner` when somebody else has put something in its place.
    func prepare(for user: ServerUser) throws(PrivateStoreError) {
        try SystemCall.makeFolder(path, mode: 0o700)
        guard let status = SystemCall.linkStatus(of: path), status.st_mode & S_IFMT == S_IFDIR,
            status.st_uid == user.id || status.st_uid == SystemCall.userID
        else {
            throw PrivateStoreError(.foreignOwner, subject: path, cause: "is not this user's own folder")
        }
        try SystemCall.setMode(0o700, of: path)
        if user.isOther { try SystemCall.give(path, to: user.id, user.group) }
    }

    /// Removes what a killed server has left in it.
    func clear() {
        let socket = "\(path)/.s.PGSQL.\(Self.port)"
        for file in [socket, socket + ".lock"] { SystemCall.remove(file) }
    }

    func remove() { _ = unsafe rmdir(path) }

    private static func name(in base: String, for folder: String) -> String {
        // FNV-1a, 64 bits: names need to differ, not to be secret.
        let hash = folder.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(base)/caseload-\(String(hash, radix: 16))"
    }

    /// Short enough for the kernel, and free of what a list of folders or a connection string would trip over.
    private static func fits(_ path: String) -> Bool {
        let isPlain = path.utf8.allSatisfy { byte in
            byte >= 0x80 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter
                || Character(Unicode.Scalar(byte)).isNumber
        }
        return isPlain && path.hasPrefix("/") && "\(path)/.s.PGSQL.\(port)".utf8.count <= longestPath
    }
}
