internal import Glibc

/// The system's journal as a reader of what this process writes.
public enum Journal {
    /// Whether standard error leads to it: systemd names the device and the inode of the stream in `JOURNAL_STREAM`
    /// (systemd.exec(5)), so that a process whose output went elsewhere afterwards is not taken in.
    public static func reads(standardErrorOf environment: [String: String]) -> Bool {
        guard let named = environment["JOURNAL_STREAM"] else { return false }
        var status = stat()
        guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
        return named == "\(status.st_dev):\(status.st_ino)"
    }
}
