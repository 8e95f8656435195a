import Glibc
import Testing

/// Three hosts with a network between them: what befalls them costs time, and no finding.
@Suite(
    "A cluster on three hosts", .serialized, .timeLimit(.minutes(15)), .examinedUndisturbed,
    .enabled(if: Hosts.arePossible, "only root may make hosts, by ip and nft"))
struct HostsTests {
    private static let exhibit = "own-laptop.E01"

    /// What befalls a worker, or the whole.
    enum Fault: Sendable, CaseIterable, CustomTestStringConvertible {
        case none, cut, deaf, mute, lossy
        case workerKilled, workerStopped, coordinatorKilled, coordinatorGone, databaseKilled

        var trouble: Hosts.Trouble? {
            switch self {
            case .cut: .cut
            case .deaf: .deaf
            case .mute: .mute
            case .lossy: .lossy
            default: nil
            }
        }

        var testDescription: String { "\(self)" }
    }

    @Test("finds what one machine finds, whatever befalls them", arguments: Fault.allCases)
    func findsTheSame(under fault: Fault) async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await Network.with(hosts: 3) { network in
            let hosts = try #require(network.hosts)
            let database = Database(network.store)
            var coordinators = [
                try network.start(try await network.certified("c1", on: 0), leaseMilliseconds: 3000),
                try network.start(try await network.certified("c2", on: 1), leaseMilliseconds: 3000),
            ]
            let folders = [try await network.issue("worker", "w1"), try await network.issue("worker", "w2")]
            var workers = [
                try network.worker(in: folders[0], of: coordinators, on: 1),
                try network.worker(in: folders[1], of: coordinators, on: 2),
            ]
            let image = try await network.scratch.unpack(Exhibits.named(Self.exhibit))
            try await network.caseload("case", "create", "C")
            try await network.caseload("exhibit", "add", "C", image, "--exhibit=\(Self.exhibit)")
            // The second worker is at work, unless the first was quick enough for both.
            try await eventually {
                try await database.ask(
                    """
                    SELECT EXISTS (SELECT FROM shards WHERE worker = 'w2')
                        OR (SELECT bool_and(state = 'done') FROM exhibits)
                    """) == "t"
            }
            switch fault {
            case .none: break
            case .cut, .deaf, .mute, .lossy: try await hosts.strike(2, with: fault.trouble)
            case .workerKilled:
                try await workers[1].kill()
                workers[1] = try network.worker(in: folders[1], of: coordinators, on: 2)
            case .workerStopped: workers[1].send(SIGSTOP)
            case .coordinatorKilled:
                try await coordinators[0].role.kill()
                coordinators[0] = try network.start(coordinators[0].certified, leaseMilliseconds: 3000)
            case .coordinatorGone: try await coordinators[0].role.kill()
            case .databaseKilled: try network.killDatabase()
            }
            try await eventually { try await network.isDone }
            if fault.trouble != nil { try await hosts.strike(2, with: nil) }
            if fault == .workerStopped { workers[1].send(SIGCONT) }
            let digest = try await network.caseload("exhibit", "digest", "C", Self.exhibit)
            #expect(digest.contains(undisturbed.digests[Self.exhibit] ?? "none"))
            for role in workers { #expect(role.isRunning, "\(role.words.suffix(2000))") }
            for role in coordinators.map(\.role) where fault != .coordinatorGone || role.name != "c1" {
                #expect(role.isRunning, "\(role.words.suffix(2000))")
            }
            for role in workers + coordinators.map(\.role) { try await role.end() }
        }
    }
}
