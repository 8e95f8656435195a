internal import Foundation

/// A PostgreSQL server as it is installed: a folder with `initdb` and `postgres`.
struct Installation: Hashable {
    let folder: String
    let majorVersion: Int

    var initdb: String { folder + "/initdb" }
    var postgres: String { folder + "/postgres" }

    /// The oldest major version that the schema works with.
    static let oldestVersion = 15

    /// All installations: that of PATH first, then Debian's folders, the newest first.
    /// - Throws: when a program was killed before it could tell its version, since that one may be what is needed; when none
    ///   that is there can be started, and so none is found.
    static func all(
        path: String, debianFolder: String = "/usr/lib/postgresql"
    ) throws(PrivateStoreError) -> [Installation] {
        let onPath = path.split(separator: ":").map(String.init)
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debianFolder)) ?? []
        let debian = versions.compactMap(Int.init).sorted(by: >).map { "\(debianFolder)/\($0)/bin" }
        var (found, seen): ([Installation], Set<String>) = ([], [])
        var trouble: PrivateStoreError?
        for folder in onPath + debian {
            do throws(PrivateStoreError) {
                guard let installation = try Installation(in: folder), seen.insert(installation.folder).inserted else {
                    continue
                }
                found.append(installation)
            } catch {
                guard error.reason != .serverFailed else { throw error }
                trouble = trouble ?? error
            }
        }
        if found.isEmpty, let trouble { throw trouble }
        return found
    }

    /// The installation that a data folder needs.
    /// - Parameter dataVersion: the major version that made the folder; nil for a new one.
    static func choose(
        from installations: [Installation], for dataVersion: Int?, dataFolder: String
    ) throws(PrivateStoreError) -> Installation {
        if let dataVersion {
            if let fitting = installations.first(where: { $0.majorVersion == dataVersion }) { return fitting }
            let others = installations.map { "\($0.majorVersion)" }.joined(separator: ", ")
            throw PrivateStoreError(
                .otherVersion, subject: dataFolder,
                cause: "was made by PostgreSQL \(dataVersion), and installed is \(others.isEmpty ? "none" : others)")
        }
        if let fitting = installations.first(where: { $0.majorVersion >= oldestVersion }) { return fitting }
        let old = installations.map { "\($0.majorVersion) in \($0.folder)" }.joined(separator: ", ")
        throw PrivateStoreError(
            .missingPrograms, subject: "PostgreSQL",
            cause: old.isEmpty
                ? "its programs initdb and postgres are neither on PATH nor in /usr/lib/postgresql"
                : "only \(old) is installed")
    }

    /// nil unless both programs lie in the folder. A link on PATH leads to the folder that it points into, where the
    /// programs find their own files.
    private init?(in folder: String) throws(PrivateStoreError) {
        guard let postgres = SystemCall.realPath(folder + "/postgres") else { return nil }
        let home = (postgres as NSString).deletingLastPathComponent
        guard SystemCall.isExecutable(home + "/initdb"), SystemCall.isExecutable(postgres) else { return nil }
        let (version, ending) = try Program(home + "/postgres", ["--version"]).run()
        guard !ending.isKill else {
            throw PrivateStoreError(
                .serverFailed, subject: home + "/postgres", cause: "it \(ending) when it was asked for its version")
        }
        // `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)`, `postgres (PostgreSQL) 18beta1`
        guard let number = version.firstMatch(of: #/\(PostgreSQL\) (\d+)/#), let major = Int(number.1) else {
            return nil
        }
        (self.folder, majorVersion) = (home, major)
    }
}
