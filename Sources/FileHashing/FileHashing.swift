internal import Digests
internal import Dispatch

/// MD5, SHA-1 and SHA-256 of ordinary files, in one read of each, over several cores.
///
///     walk ─► order ─► traffic ─► engine   one of each pair a core
///               │  ▲               │
///     receive ◄─┘  └───────────────┘
///
/// Its memory: 2 MiB of buffers a core, the names of the folders on the way down, and the outcomes that wait for an
/// earlier one (at most 65,536).
public enum FileHashing {
    /// Digests files and hands on what became of each, in the walk's order: as they were named, and in each folder by the
    /// bytes of the names.
    /// - Parameters:
    ///   - isRecursive: whether what lies in folders is digested, too.
    ///   - cores: how many threads digest at once.
    ///   - receive: called by one thread at a time.
    /// - Throws: `DigestError` when no digest can be computed at all; what `receive` throws; `CancellationError`.
    public static func run(
        _ paths: [[UInt8]], isRecursive: Bool, cores: Int,
        receive: @escaping @Sendable (FileOutcome) throws -> Void
    ) async throws {
        let order = FileOrder(FileWalk(paths, isRecursive: isRecursive), receive: receive)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Threads that wait for disks are none of the concurrent tasks' few.
                DispatchQueue.global().async {
                    DispatchQueue.concurrentPerform(iterations: max(1, cores)) { _ in digest(order) }
                    continuation.resume()
                }
            }
        } onCancel: {
            order.stop(CancellationError())
        }
        try order.check()
    }

    private static func digest(_ order: FileOrder) {
        do {
            let engine = try DigestEngine()
            var traffic = FileTraffic(order)
            repeat { try engine.run(&traffic, draining: true) } while order.waitForRoom()
        } catch {
            order.stop(error)
        }
    }
}
