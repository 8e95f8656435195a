internal import Foundation
internal import Glibc

/// PostgreSQL's `postmaster.pid` (PostgreSQL: `miscadmin.h`, "LOCK_FILE_LINE_*").
struct PostmasterFile {
    let process: Int32
    /// `ready` once connections are accepted.
    let status: String

    /// nil while there is none, or not yet a whole one.
    init?(in postgresFolder: String) {
        guard let data = FileManager.default.contents(atPath: postgresFolder + "/postmaster.pid") else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let process = Int32(first.trimmingCharacters(in: .whitespaces)) else {
            return nil
        }
        self.process = abs(process)
        status = lines.count > 7 ? lines[7].trimmingCharacters(in: .whitespaces) : ""
    }

    /// Whose the process is that the file names.
    var holder: Holder {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/cmdline"), !data.isEmpty else {
            return .nobody
        }
        let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard let program = words.first, program.hasSuffix("postgres") || program.hasSuffix("postmaster") else {
            return .nobody
        }
        return words.contains("cluster_name=\(ServerSettings.clusterName)") ? .keeper : .stranger
    }

    /// Kills a server that is not our child, and waits until it is gone: at most ten seconds, after five of them harder.
    func endServer() {
        let milliseconds: Int32 = 20
        for attempt in 0..<500 where holder == .keeper {
            if attempt.isMultiple(of: 250) { kill(process, attempt == 0 ? SIGQUIT : SIGKILL) }
            _ = poll(nil, 0, milliseconds)
        }
    }

    enum Holder {
        /// The server was killed; the number may be another program's by now.
        case nobody
        /// A keeper started it.
        case keeper
        case stranger
    }
}
