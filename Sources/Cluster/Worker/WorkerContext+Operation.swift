internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import ServiceLifecycle
internal import SwiftProtobuf

/// A worker's regular duties beside examining.
extension WorkerContext {
    /// Says three times a term that the worker is there, what it has done and which leases it still wants, whether it has any
    /// or not; and does what an operator has decided.
    func beat() async throws {
        while true {
            try await Task.sleep(for: term / 3)
            let (book, tally, asked) = (leases.with { $0.leases }, activity.take(), ContinuousClock.now)
            metrics.holds(book.count)
            let renewal = renewal(of: book, tally)
            guard
                let reply = try? await connection.once(patience: term / 3, { try await $0.renew(renewal, options: $1) })
            else {
                activity.add(tally)
                continue
            }
            leases.with { $0.renew(book, stillHeld: Set(reply.stillHeld), at: asked, term: term) }
            if reply.isDraining { await drain() } else if supply.resume() { logger.notice("Takes work again.") }
        }
    }

    private func renewal(of book: [Int64: LeaseBook.Lease], _ tally: Tally) -> Caseload_V1_Renewal {
        .with { renewal in
            renewal.worker = options.name
            renewal.examiners = Int32(clamping: options.examinerCount)
            renewal.leases = book.map { shard, lease in
                .with {
                    $0.shard = shard
                    $0.fence = lease.fence
                }
            }
            renewal.set(tally)
        }
    }

    private func drain() async {
        guard let rest = supply.pause() else { return }
        logger.notice("Drained by an operator: ends what it has begun, and takes nothing more.")
        await handBack(rest.map(\.held))
    }

    /// Gives back what no examiner has come to for too long.
    func giveBackStale() async throws {
        while true {
            try await Task.sleep(for: .seconds(1))
            await handBack(supply.stale().map(\.held))
        }
    }

    /// Takes nothing more once the worker is told to stop, and gives back what nobody has begun.
    func closeWhenStopped() async throws {
        try await gracefulShutdown()
        logger.log(
            level: options.coordinators.first?.newsLevel.coming ?? .notice,
            "Told to stop: ends what it has begun, and takes nothing more.")
        await handBack(supply.close().map(\.held))
    }

    /// Waits until the worker is told to stop, and for as long as its examiners may go on then.
    func awaitDeparture() async {
        guard (try? await gracefulShutdown()) != nil else { return }
        try? await Task.sleep(for: options.grace)
    }
}
