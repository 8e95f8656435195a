internal import Glibc

/// A lock on a file (`flock`) for as long as the value lives: the kernel lets go of it when its holder dies, however it
/// dies. It is not handed on to child processes, unless one is started with it as a descriptor.
struct FileLock: ~Copyable {
    let descriptor: Int32

    enum Kind {
        /// Many may hold it at once.
        case shared
        /// One alone holds it.
        case exclusive

        fileprivate var operation: Int32 {
            switch self {
            case .shared: LOCK_SH
            case .exclusive: LOCK_EX
            }
        }
    }

    /// Opens the file, making it where it is missing, without taking the lock.
    init(opening path: String) throws(PrivateStoreError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateStoreError(system: errno, subject: path) }
    }

    deinit { Glibc.close(descriptor) }

    /// Leaves the file open for as long as the process lives.
    consuming func keepOpen() -> Int32 {
        let descriptor = self.descriptor
        discard self
        return descriptor
    }

    /// Lets go of the lock and keeps the file open.
    func release() { flock(descriptor, LOCK_UN) }

    /// Takes the lock, and blocks the thread until it can.
    func take(_ kind: Kind) {
        while flock(descriptor, kind.operation) != 0 && errno == EINTR {}
    }

    /// Takes the lock unless somebody else's stands against it.
    func takeIfFree(_ kind: Kind) -> Bool { flock(descriptor, kind.operation | LOCK_NB) == 0 }
}
