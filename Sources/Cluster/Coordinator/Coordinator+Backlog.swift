internal import CaseStore
internal import Logging

/// How a coordinator learns what waits.
extension Coordinator {
    /// Reads what waits, at once where there is news and four times a second where nobody has brought any; but never for more
    /// than a tenth of the time, however long the queue.
    func read(_ backlog: Backlog, of store: CaseStore, ringing bell: Bell) async throws {
        while true {
            let (heard, begun) = (backlog.news.rings, ContinuousClock.now)
            do {
                if backlog.update(try await store.waiting()) { bell.ring() }
                watch.answered()
            } catch {
                guard error.isWorthWaiting else { throw error }
                watch.failed(error)
                try await Task.sleep(for: Self.interval)
            }
            let rest = (ContinuousClock.now - begun) * 9
            try await Task.sleep(for: rest)
            await backlog.news.wait(after: heard, patience: max(.zero, Self.interval - rest))
            try Task.checkCancellation()
        }
    }

    private static let interval: Duration = .milliseconds(250)

    /// Hears of work that others have planned: other coordinators, and people's commands. Where that cannot be, it is found
    /// within `interval`.
    func listen(ringing news: Bell) async throws {
        let listener = WorkListener(at: databaseAddress)
        var backoff = Backoff()
        while true {
            do {
                try await listener.listen { news.ring() }
                backoff = Backoff()
            } catch {
                logger.debug("Listening for work again: \(error)")
            }
            try await Task.sleep(for: backoff.next())
        }
    }
}
