internal import Glibc
internal import Processes

/// The path of a Unix socket, which belongs to one coordinator at a time: whoever holds the lock on the file beside it
/// (flock(2), `PATH.lock`). The kernel lets go of it when its holder dies; what the dead have left there is removed.
final class SocketPlace: Sendable {
    private let path: String
    private let lock: Int32

    /// Takes the place, and removes the socket of one that has died.
    /// - Throws: `DoorTaken` where another coordinator has the place, `ProcessError` where it cannot be known.
    init(taking path: String) throws {
        lock = unsafe open("\(path).lock", O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw ProcessError("lock \(path).lock", code: errno) }
        self.path = path
        while flock(lock, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            throw code == EWOULDBLOCK ? DoorTaken(path: path) : ProcessError("lock \(path).lock", code: code)
        }
        SmallFile.remove(path)
    }

    /// Nobody can have bound another socket there since: the lock was held.
    func leave() {
        SmallFile.remove(path)
        flock(lock, LOCK_UN)
    }

    deinit { close(lock) }
}
