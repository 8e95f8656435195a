internal import Foundation

/// What PostgreSQL and the keeper have said, in the data folder's `postgres.log`.
struct ServerLog {
    let path: String

    /// Above this many bytes the log is put aside when the server starts.
    static let byteLimit = 1 << 20

    /// Where the log ends now.
    var end: UInt64 { (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0 }

    /// Puts a long log aside, so that there are never more than two.
    func rotate() {
        guard end > Self.byteLimit else { return }
        try? SystemCall.rename(path, to: path + ".old")
    }

    /// The error for what a program has said since `start`.
    func complaint(since start: UInt64, of subject: String, otherwise cause: String) -> PrivateStoreError {
        let lines = text(since: start).split(whereSeparator: \.isNewline).map(String.init)
        let marks = ["PANIC:", "FATAL:", "ERROR:", "error:"]
        // What went wrong first: the rest follows from it.
        let words = lines.first { line in marks.contains { line.contains($0) } } ?? lines.last ?? cause
        let isFull = lines.contains { line in
            line.contains(SystemCall.words(for: SystemCall.noSpace)) || line.contains("Check free disk space")
        }
        return PrivateStoreError(isFull ? .diskFull : .serverFailed, subject: subject, cause: words)
    }

    func text(since start: UInt64) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }
        try? file.seek(toOffset: start)
        return String(decoding: (try? file.read(upToCount: 64 << 10)) ?? Data(), as: UTF8.self)
    }
}
