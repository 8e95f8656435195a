internal import ClusterProtocol
internal import Evidence
internal import GRPCCore
internal import Logging
internal import SwiftProtobuf
internal import Synchronization

/// How a worker's examiners come to an exhibit's bytes.
enum EvidencePlace: Sendable {
    /// They lie in this folder of the host.
    case folder(String)
    /// The coordinator sends them.
    case streamed(Caseload_V1_OpenedEvidence)
}

/// Finds out where exhibits are for this worker: in a folder of its host whose files are those that were registered, or at
/// the coordinator's host. What lies here and is another file is refused, and said at both ends.
final class EvidenceFinder: Sendable {
    private struct Found {
        let place: EvidencePlace
        let until: ContinuousClock.Instant
    }

    let roots: EvidenceRoots
    let worker: String
    let connection: CoordinatorConnection
    let logger: Logger
    private let found = Mutex<[Int64: Found]>([:])

    /// How long it counts what was found; then it is looked again.
    private static let memory: Duration = .seconds(60)
    /// So many exhibits are remembered.
    private static let limit = 1024

    init(roots: EvidenceRoots, worker: String, connection: CoordinatorConnection, logger: Logger) {
        (self.roots, self.worker, self.connection, self.logger) = (roots, worker, connection, logger)
    }

    /// Where an exhibit was found last.
    func place(of exhibit: Int64) -> EvidencePlace? { found.withLock { $0[exhibit]?.place } }

    /// Sees to it that an exhibit's place is known.
    /// - Parameter isWorthwhile: asked before each attempt.
    /// - Returns: false when it is no longer worth while.
    /// - Throws: `Obstruction` where neither this host nor a coordinator's has it.
    func find(_ assignment: Caseload_V1_Assignment, while isWorthwhile: () -> Bool) async throws -> Bool {
        let exhibit = assignment.exhibit
        if let known = found.withLock({ $0[exhibit] }), ContinuousClock.now < known.until { return true }
        let (files, candidates) = (assignment.files.map { $0.decoded() }, roots.candidates(for: assignment.folder))
        let search = try await Departure.unlessCancelled { EvidenceSearch(for: files, in: candidates) }
        if let folder = search.folder {
            note(.folder(folder), of: exhibit)
            return true
        }
        guard let opened = try await open(exhibit, after: search, while: isWorthwhile) else { return false }
        note(.streamed(opened), of: exhibit)
        return true
    }

    private func note(_ place: EvidencePlace, of exhibit: Int64) {
        found.withLock { found in
            let now = ContinuousClock.now
            if found.count >= Self.limit { found = found.filter { now < $0.value.until } }
            if found.count >= Self.limit { found = [:] }
            found[exhibit] = Found(place: place, until: now + Self.memory)
        }
    }

    private func open(
        _ exhibit: Int64, after search: EvidenceSearch, while isWorthwhile: () -> Bool
    ) async throws -> Caseload_V1_OpenedEvidence? {
        for words in search.refused {
            logger.warning("Refused evidence of this host: \(words)", metadata: ["exhibit": "\(exhibit)"])
        }
        let request = Caseload_V1_EvidenceRequest.with {
            $0.worker = worker
            $0.exhibit = exhibit
            $0.refused = search.refused.joined(separator: "; ")
        }
        do {
            return try await connection.askingAll("open evidence", while: isWorthwhile) {
                try await $0.openEvidence(request, options: $1)
            }
        } catch let error as RPCError where error.code == .notFound {
            throw Obstruction("The evidence cannot be read. Here: \(search.words). \(error.message)")
        } catch let error as RPCError where error.code == .permissionDenied {
            // The lease has ended meanwhile.
            return nil
        }
    }
}

extension CoordinatorConnection {
    /// Asks the next coordinator where one has not what is asked for, and gives up once none has.
    func askingAll<Answer>(
        _ purpose: String, while isWorthwhile: () -> Bool, _ call: (Client, CallOptions) async throws -> Answer
    ) async throws -> Answer? {
        var left = coordinatorCount
        while true {
            do { return try await persistently(purpose, while: isWorthwhile, call) } catch let error as RPCError
                where error.code == .notFound && left > 1
            {
                left -= 1
                passTurn()
            }
        }
    }
}
