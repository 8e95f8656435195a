internal import Foundation
internal import Glibc
internal import Processes

/// Where one machine's processes meet: sockets and secrets, in a folder that only this user can enter.
enum RunFolder {
    /// A socket's path has at most 107 bytes (sockaddr_un); what is appended here needs up to 24.
    private static let pathLimit = 80

    /// `run` in the data folder; where that is too long for a socket, a folder of this user's in `/tmp`.
    static func make(for dataFolder: String) throws -> String {
        let near = dataFolder + "/run"
        let path = near.utf8.count <= pathLimit ? near : "/tmp/caseload-\(getuid())"
        if unsafe mkdir(path, 0o700) != 0 && errno != EEXIST {
            throw ProcessError("make the folder \(path)", code: errno)
        }
        guard let status = FileStatus(at: path), status.isFolder, status.isOwn, status.mode & 0o077 == 0 else {
            throw ProcessError("use the folder \(path), which others can enter", code: EACCES)
        }
        removeLeftovers(in: path)
        return path
    }

    /// What a killed process of an earlier examination left: files that begin with the number of a process that is gone.
    private static func removeLeftovers(in path: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            guard let process = Int32(name.prefix { $0.isNumber }), kill(process, 0) != 0, errno == ESRCH else {
                continue
            }
            SmallFile.remove("\(path)/\(name)")
        }
    }
}
