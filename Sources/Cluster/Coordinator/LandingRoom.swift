internal import GRPCCore
internal import Synchronization

/// How many findings may wait for the database at once: all others stay at their workers, so that a slow database fills
/// nobody's memory.
final class LandingRoom: Sendable {
    /// Those that land, and as many again for each connection as keep it busy.
    static let places = 32

    private let taken = Mutex(0)

    /// Runs `body` if there is room.
    /// - Throws: `RPCError` (`aborted`: try again) where there is none; what `body` throws.
    func withPlace<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        let isTaken = taken.withLock { taken in
            guard taken < Self.places else { return false }
            taken += 1
            return true
        }
        guard isTaken else { throw RPCError(code: .aborted, message: "other findings wait for the database already") }
        defer { taken.withLock { $0 -= 1 } }
        return try await body()
    }
}
