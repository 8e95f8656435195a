/// A fixed number of sessions, lent to one user at a time, first come, first served.
actor SessionPool {
    private var idle: [Session]
    private var waiting: [CheckedContinuation<Session, Never>] = []

    init(to address: String, sessions: Int) {
        idle = (0..<max(1, sessions)).map { _ in Session(to: address) }
    }

    /// Lends a session to `body`, once one is free.
    nonisolated func withSession<Value>(_ body: (Session) async throws -> Value) async throws -> Value {
        let session = await take()
        do {
            let value = try await body(session)
            await giveBack(session)
            return value
        } catch {
            await giveBack(session)
            throw error
        }
    }

    /// Runs one piece of blocking work at a free session.
    nonisolated func perform<Value: Sendable>(
        _ body: @Sendable (borrowing Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let session = await take()
        do throws(StoreError) {
            let value = try await session.perform(body)
            await giveBack(session)
            return value
        } catch {
            await giveBack(session)
            throw error
        }
    }

    /// Closes the connections of the idle sessions.
    func close() async {
        for session in idle { await session.close() }
    }

    private func take() async -> Session {
        if let session = idle.popLast() { return session }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func giveBack(_ session: Session) {
        if waiting.isEmpty { idle.append(session) } else { waiting.removeFirst().resume(returning: session) }
    }
}
