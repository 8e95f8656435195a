internal import Glibc

/// Files of a few bytes.
public enum SmallFile {
    /// The text of a file, or its first `byteCount` bytes; nil when it cannot be read.
    public static func contents(at path: String, atMost byteCount: Int = 4096) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return contents(of: descriptor, atMost: byteCount)
    }

    /// The same, of a file that is open.
    public static func contents(of descriptor: Int32, atMost byteCount: Int = 4096) -> String? {
        var isRead = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
            let count = unsafe read(descriptor, buffer.baseAddress, byteCount)
            (isRead, filled) = (count >= 0, max(0, count))
        }
        return isRead ? String(decoding: bytes, as: UTF8.self) : nil
    }

    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Removes the file, if it is there.
    public static func remove(_ path: String) { _ = unsafe unlink(path) }

    /// Replaces the file by one that only this user can read: removed first, so that its mode is ours and nobody's link is followed.
    public static func write(_ text: String, to path: String) -> Bool {
        _ = unsafe unlink(path)
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
    }
}
