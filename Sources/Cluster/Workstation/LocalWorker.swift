internal import Foundation
internal import Glibc

/// The name under which a worker of this machine holds its leases: it tells whose child it is, so that the leases of
/// one that is dead need not be waited for.
struct LocalWorker: Hashable, CustomStringConvertible {
    let host: String
    /// The process that keeps the worker running.
    let parent: Int32
    let number: Int

    static func ofThisProcess(_ number: Int) -> LocalWorker {
        LocalWorker(host: ProcessInfo.processInfo.hostName, parent: getpid(), number: number)
    }

    /// `local-4711-2@host`
    var description: String { "local-\(parent)-\(number)@\(host)" }

    /// Whether no process of this machine can bear the name any more.
    var isGone: Bool { host == ProcessInfo.processInfo.hostName && kill(parent, 0) != 0 && errno == ESRCH }
}

extension LocalWorker {
    /// - Returns: nil for a worker that was named otherwise.
    init?(_ name: String) {
        guard let match = name.wholeMatch(of: #/local-(\d+)-(\d+)@(.+)/#), let parent = Int32(match.1),
            let number = Int(match.2)
        else { return nil }
        self.init(host: String(match.3), parent: parent, number: number)
    }
}
