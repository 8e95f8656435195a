internal import Dispatch

/// One place at the database. It is an actor with a thread of its own, because libpq's calls block: Swift's few
/// threads never wait for PostgreSQL. It connects when first used, and again after the connection broke or
/// was ended while nobody used it.
actor Session {
    private nonisolated let thread = QueueExecutor(label: "caseload.store")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    private let address: String
    private var connection: Connection?

    init(to address: String) { self.address = address }

    /// Runs `body` with the connection.
    func perform<Value: Sendable>(
        _ body: @Sendable (borrowing Connection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let open: Connection
        if let kept = connection.take(), kept.isAlive, !kept.hasEndedIdle {
            open = kept
        } else {
            open = try Connection(to: address)
            try open.prepare()
        }
        do {
            let value = try body(open)
            connection = consume open
            return value
        } catch {
            if open.isAlive { connection = consume open }
            throw error
        }
    }

    /// Rolls back whatever is open. Where that fails the connection is closed: nobody else gets it in the middle of a
    /// transaction, in which PostgreSQL would refuse what they write.
    func rollBack() {
        guard let kept = connection.take(), kept.isAlive else { return }
        do { try kept.execute("ROLLBACK") } catch { return }
        connection = consume kept
    }

    /// Closes the connection; the next use opens another.
    func close() { connection = nil }
}

/// Runs an actor's jobs on a dispatch queue of its own.
private final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
