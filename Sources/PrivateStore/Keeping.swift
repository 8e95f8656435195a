internal import Dispatch
internal import Foundation
internal import Glibc

/// The keeper at work: what it waits for, and what it does then. All on one thread.
struct Keeping: ~Copyable {
    private let server: Server
    private let events: Pipe
    /// The server; 0 while there is none.
    private var process: pid_t = 0
    /// The last server that ended did so by a signal.
    private var isKilled = false
    /// Nobody needs the server any more.
    private var isDismissed = false
    private var terminationSignal: (any DispatchSourceSignal)?

    private enum Event: UInt8 {
        case serverEnded, serverKilled, usersGone, terminated
    }

    /// How long a server that does not get ready is waited for: it may have much to recover after a crash.
    private static let startSeconds: Double = 600
    /// How long a fast stop may take, then an immediate one, until the next harder signal.
    private static let stopMilliseconds: Int32 = 30_000

    init(of server: Server) throws(PrivateStoreError) {
        self.server = server
        events = try Pipe()
    }

    /// Starts the server and waits until it accepts connections, then begins to watch.
    mutating func start() throws(PrivateStoreError) {
        try startPatiently()
        try ServerFile(address: server.address, keeper: getpid()).write(to: server.folder)
        try watchUsers()
        watchTermination()
    }

    /// Stays until the last user has gone. A server that dies is started again, however often: users wait for it.
    mutating func stay() {
        var delay: Int32 = -1
        while !isDismissed {
            takeEvent(within: delay)
            if isDismissed || process != 0 { continue }
            delay = restart() ? -1 : min(max(2 * delay, Self.firstDelay), Self.longestDelay)
        }
        stop()
    }

    /// Waits for the next event and notes what it means.
    private mutating func takeEvent(within milliseconds: Int32) {
        switch events.nextByte(within: milliseconds).flatMap(Event.init) {
        case .serverEnded: (process, isKilled) = (0, false)
        case .serverKilled: (process, isKilled) = (0, true)
        case .usersGone, .terminated: isDismissed = true
        case nil: break
        }
    }

    /// Milliseconds between attempts to start a server that does not start: its disk may be full for long.
    private static let firstDelay: Int32 = 100
    private static let longestDelay: Int32 = 5000

    /// Starts the server again; whoever wants the store meanwhile waits for it, as for its first start.
    private mutating func restart() -> Bool {
        do throws(PrivateStoreError) {
            let turn = try FileLock(opening: server.folder.startLock)
            turn.take(.exclusive)
            try startServer()
            return true
        } catch {
            return false
        }
    }

    private mutating func startServer() throws(PrivateStoreError) {
        let begin = server.log.end
        let started = try server.start()
        process = started
        let writing = events.writing.descriptor
        watch("server") {
            let ending = Program.wait(for: started)
            Self.tell(ending.isKill ? .serverKilled : .serverEnded, writing)
        }
        let deadline = ContinuousClock.now + .seconds(Self.startSeconds)
        while !server.isReady(started) {
            takeEvent(within: 5)
            guard process != 0 else {
                throw server.log.complaint(since: begin, of: server.folder.postgres, otherwise: "PostgreSQL ended")
            }
            guard !isDismissed, ContinuousClock.now < deadline else {
                stop()
                throw PrivateStoreError(
                    .serverFailed, subject: server.folder.postgres, cause: "PostgreSQL did not get ready")
            }
        }
    }

    /// Starts a server that may be killed on its way, or find what its killed predecessor has left: children that have
    /// not yet noticed its death hold on to its memory for a moment.
    private mutating func startPatiently() throws(PrivateStoreError) {
        for _ in 0..<Self.patience {
            isKilled = false
            do throws(PrivateStoreError) {
                return try startServer()
            } catch  where !isDismissed && (isKilled || error.cause.contains("still in use")) {
                takeEvent(within: Self.firstDelay)
            }
        }
        try startServer()
    }

    /// How often that is tried, every tenth of a second.
    private static let patience = 100

    /// Waits in a thread of its own to hold the users' lock alone, and holds it until this process ends: who wants the
    /// store meanwhile waits for that.
    private func watchUsers() throws(PrivateStoreError) {
        let (path, writing) = (server.folder.usersLock, events.writing.descriptor)
        let lock = try FileLock(opening: path)
        watch("users") { [descriptor = lock.keepOpen()] in
            while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
            Self.tell(.usersGone, writing)
        }
    }

    private mutating func watchTermination() {
        signal(SIGTERM, SIG_IGN)
        let writing = events.writing.descriptor
        let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        source.setEventHandler { Self.tell(.terminated, writing) }
        source.resume()
        terminationSignal = source
    }

    /// Stops the server: fast, so that its folder is clean; at once if that takes too long.
    private mutating func stop() {
        ServerFile.remove(from: server.folder)
        for signal in [SIGINT, SIGQUIT, SIGKILL] where process != 0 {
            kill(process, signal)
            let deadline = ContinuousClock.now + .milliseconds(Int64(Self.stopMilliseconds))
            while process != 0, ContinuousClock.now < deadline { takeEvent(within: Self.stopMilliseconds) }
        }
        server.socket.remove()
    }

    private func watch(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        thread.start()
    }

    private static func tell(_ event: Event, _ descriptor: Int32) {
        var byte = event.rawValue
        _ = unsafe write(descriptor, &byte, 1)
    }
}
