/// Hears when anybody announces work in a database (LISTEN), over a connection of its own. What is announced while it is not
/// connected, it does not hear: whoever listens looks by itself now and then, too.
public struct WorkListener: Sendable {
    private let session: Session

    /// - Parameter address: a libpq connection string.
    public init(at address: String) { session = Session(to: address) }

    /// Calls `hear` once it listens, since something may have been announced before, and then at each announcement, until the
    /// task is cancelled.
    /// - Throws: when the connection breaks.
    public func listen(_ hear: @escaping @Sendable () -> Void) async throws(StoreError) {
        try await session.perform { connection throws(StoreError) in
            try connection.execute("LISTEN \(Connection.workChannel)")
            hear()
            while !Task.isCancelled {
                if try connection.awaitNotification(patience: Self.patience) { hear() }
            }
        }
        await session.close()
    }

    /// Milliseconds between two looks at whether anybody still listens.
    private static let patience: Int32 = 200
}
