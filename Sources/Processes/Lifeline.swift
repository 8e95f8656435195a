internal import class Foundation.Thread
internal import Glibc

/// Ties a child process to its parent's life: the child holds one end of a socket pair whose other end the parent
/// holds, and that end's closing means that the parent is gone, however it went.
public enum Lifeline {
    /// Ends this process at once with `status` when the other end of `descriptor` closes, even if all else hangs.
    /// Nothing is read from the descriptor. Returns immediately.
    public static func endWithPeer(of descriptor: Int32, status: Int32 = 1) {
        let watcher = Thread {
            while true {
                // POLLRDHUP, which only Linux knows: the peer of a socket has closed. A pipe says POLLHUP unasked.
                var watched = pollfd(fd: descriptor, events: 0x2000, revents: 0)
                if unsafe poll(&watched, 1, -1) > 0 { _exit(status) }
            }
        }
        watcher.name = "lifeline"
        watcher.start()
    }
}
