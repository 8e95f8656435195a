import Testing

@testable import Cluster

@Suite("The bell", .timeLimit(.minutes(15)))
struct BellTests {
    /// Longer than any test runs: whoever waits for it waits in vain.
    private let patience: Duration = .seconds(3600)

    @Test("wakes everyone who waits")
    func wakes() async {
        let bell = Bell()
        let heard = bell.rings
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { await bell.wait(after: heard, patience: patience) } }
            group.addTask { bell.ring() }
        }
        #expect(bell.rings == heard + 1)
    }

    @Test("lets nobody wait for a ring that has been")
    func isHeardLater() async {
        let bell = Bell()
        let heard = bell.rings
        bell.ring()
        await bell.wait(after: heard, patience: patience)
    }

    @Test("lets nobody wait once it is closed")
    func isClosed() async {
        let bell = Bell()
        await withTaskGroup { group in
            group.addTask { await bell.wait(after: bell.rings, patience: patience) }
            group.addTask { bell.close() }
        }
        await bell.wait(after: bell.rings, patience: patience)
        #expect(bell.isClosed)
    }

    @Test("lets a cancelled waiter go")
    func isCancelled() async {
        let bell = Bell()
        let waiter = Task { await bell.wait(after: bell.rings, patience: patience) }
        waiter.cancel()
        await waiter.value
    }
}
