internal import Glibc
internal import Synchronization

/// Whom a running process trusts: its files are looked at again, so that a revocation needs no restart.
public final class LiveTrust: Sendable {
    private struct State {
        var trust: Trust
        var stamps: [FileStamp]
        var lookedAt: ContinuousClock.Instant
    }

    /// How long the files are not looked at again.
    private static let rest: Duration = .seconds(1)

    private let credentials: Credentials
    private let complain: @Sendable (AuthorityError) -> Void
    private let state: Mutex<State>

    /// - Parameter complain: told of files that have changed and cannot be read; what they said before stays in force.
    /// - Throws: `AuthorityError` when they cannot be read now.
    public init(
        of credentials: Credentials, complain: @escaping @Sendable (AuthorityError) -> Void
    ) throws(AuthorityError) {
        self.credentials = credentials
        self.complain = complain
        let stamps = Self.stamps(of: credentials)
        state = Mutex(State(trust: try credentials.trust(), stamps: stamps, lookedAt: .now))
    }

    public var current: Trust {
        state.withLock { state in
            let now = ContinuousClock.now
            guard now - state.lookedAt >= Self.rest else { return state.trust }
            state.lookedAt = now
            let stamps = Self.stamps(of: credentials)
            guard stamps != state.stamps else { return state.trust }
            state.stamps = stamps
            do throws(AuthorityError) {
                state.trust = try credentials.trust().following(state.trust)
            } catch { complain(error) }
            return state.trust
        }
    }

    private static func stamps(of credentials: Credentials) -> [FileStamp] {
        [credentials.authorityPath, credentials.revocationPath].map(FileStamp.init(of:))
    }
}

/// What changes when a file is replaced or written to.
private struct FileStamp: Equatable {
    private let numbers: [Int]

    init(of path: String) {
        var status = stat()
        numbers =
            unsafe stat(path, &status) == 0
            ? [Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec] : []
    }
}
