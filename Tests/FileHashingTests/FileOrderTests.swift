import Foundation
import Synchronization
import TestSupport
import Testing

@testable import FileHashing

@Suite("Outcomes that wait for an earlier one", .timeLimit(.minutes(15)))
struct FileOrderTests {
    @Test("are never more than the window, and the walk goes on when there is room")
    func staysWithinItsWindow() async throws {
        let paths = (0..<FileOrder.window + 10).map { [UInt8]("/nowhere/\($0)".utf8) }
        let received = Mutex<[FileOutcome]>([])
        let order = FileOrder(FileWalk(paths, isRecursive: false)) { outcome in
            received.withLock { $0.append(outcome) }
        }
        let first = try #require(order.next())
        while let (place, entry) = order.next() { order.end(place, try #require(entry.outcome)) }
        #expect(received.withLock { $0.isEmpty })
        async let hasRoom = withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: order.waitForRoom()) }.start()
        }
        order.end(first.place, try #require(first.entry.outcome))
        #expect(received.withLock { $0.count } == FileOrder.window)
        #expect(await hasRoom)
        while let (place, entry) = order.next() { order.end(place, try #require(entry.outcome)) }
        #expect(received.withLock { $0.map(\.path) } == paths)
        #expect(!order.waitForRoom())
    }
}

extension FileWalk.Entry {
    fileprivate var outcome: FileOutcome? {
        guard case .outcome(let outcome) = self else { return nil }
        return outcome
    }
}
