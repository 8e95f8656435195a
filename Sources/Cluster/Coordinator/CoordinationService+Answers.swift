internal import CaseStore
internal import GRPCCore
internal import Logging

extension CoordinationService {
    /// Where an exhibit is being examined anew, the shards that it had are gone, and whoever holds one has lost it.
    func unlessGone<Answer>(_ otherwise: Answer, _ body: () async throws -> Answer) async throws -> Answer {
        do { return try await body() } catch let error as StoreError where error.reason == .notFound {
            return otherwise
        }
    }

    /// Turns what the store and the protocol say into what a worker understands: wait and try again (`aborted`), never
    /// in this form (`invalidArgument`), or never at all.
    func answering<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        let start = ContinuousClock.now
        do {
            let answer = try await body()
            watch.answered()
            metrics.transaction(since: start)
            return answer
        } catch let error as StoreError where error.isWorthWaiting {
            watch.failed(error)
            metrics.failed(.waits)
            throw RPCError(code: .aborted, message: "\(error)")
        } catch let error as StoreError {
            if error.isOfFindings { metrics.refused(.unstorable) } else { metrics.failed(.refuses) }
            logger.error(error.sqlState == nil ? "Refused: \(error)" : "The database refuses: \(error)")
            throw RPCError(code: error.isOfFindings ? .invalidArgument : .internalError, message: "\(error)")
        } catch let error as ProtocolError {
            metrics.refused(.malformed)
            logger.error("\(error)")
            throw RPCError(code: .invalidArgument, message: "\(error)")
        }
    }
}

extension StoreError {
    /// Whether it is the findings that cannot be stored: they contradict what is there, or PostgreSQL has no room for
    /// such a value (SQLSTATE classes 22, 23 and 54).
    fileprivate var isOfFindings: Bool {
        [.conflict, .inadmissible].contains(reason) || ["22", "54"].contains(sqlState?.prefix(2))
    }
}
