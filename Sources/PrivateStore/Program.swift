internal import Foundation
internal import Glibc

/// A program to start, with its arguments: no shell in between, no descriptor handed on but the three standard ones.
struct Program {
    var path: String
    var arguments: [String]

    init(_ path: String, _ arguments: [String]) { (self.path, self.arguments) = (path, arguments) }

    /// Starts it. The kernel ties a `setpriv --pdeathsig` to the thread that calls this, not to the process.
    /// - Parameters: descriptors for its standard streams; nil is /dev/null.
    /// - Returns: the process's number; the caller waits for it.
    func start(input: Int32? = nil, output: Int32? = nil, error: Int32? = nil) throws(PrivateStoreError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (stream, descriptor) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, error)] {
            if let descriptor {
                unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, stream)
            } else {
                unsafe posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
            }
        }
        // Whoever uses this process may have descriptors open that are not closed on exec; the new one may outlive it.
        for descriptor in Self.openDescriptors where descriptor > STDERR_FILENO {
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = Self.attributes()
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var process: pid_t = 0
        let words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        let code = unsafe posix_spawn(&process, path, &actions, &attributes, words, environ)
        guard code == 0 else { throw PrivateStoreError(system: code, subject: path) }
        return process
    }

    /// Runs it to its end.
    /// - Returns: what it wrote to standard output, and how it ended.
    func run() throws(PrivateStoreError) -> (output: String, ending: Ending) {
        let pipe = try Pipe()
        let process = try start(output: pipe.writing.descriptor)
        return (pipe.readToEnd(), Self.wait(for: process))
    }

    /// Blocks until a child process has ended.
    static func wait(for process: pid_t) -> Ending {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return .exited(0) }
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
    }

    /// How a process ended.
    enum Ending: Hashable, CustomStringConvertible {
        case exited(Int32)
        case killed(Int32)

        var isKill: Bool {
            if case .killed = self { true } else { false }
        }

        var description: String {
            switch self {
            case .exited(let status): "ended with status \(status)"
            case .killed(let signal): "was killed by signal \(signal)"
            }
        }
    }

    private static var openDescriptors: [Int32] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return (names ?? []).compactMap { Int32($0) }
    }

    /// Signals have their default meaning in the new process, whatever this one ignores.
    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        return attributes
    }
}
