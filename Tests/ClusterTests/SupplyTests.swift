import SwiftProtobuf
import Testing

@testable import Cluster
@testable import ClusterProtocol

/// The shards that the examiners of a worker wait for.
@Suite("A worker's supply", .timeLimit(.minutes(15)))
struct SupplyTests {
    private typealias Grant = Caseload_V1_Grant

    private static func grants(_ shards: ClosedRange<Int64>) -> [Grant] {
        shards.map { shard in .with { $0.shard = shard } }
    }

    /// Runs a supply whose orders the test answers: `asked` yields at each, `answer` brings what is granted.
    private static func play(
        _ body: (Supply, AsyncStream<Void>, @escaping @Sendable ([Grant]) -> Void) async throws -> Void
    ) async throws {
        let supply = Supply()
        let (asked, ask) = AsyncStream<Void>.makeStream()
        let (granted, grant) = AsyncStream<[Grant]>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await supply.run {
                    ask.yield()
                    for await grants in granted { return grants }
                    throw CancellationError()
                }
            }
            defer { group.cancelAll() }
            try await body(supply, asked) { grant.yield($0) }
        }
    }

    @Test("keeps what comes for an examiner that has died, for the next one")
    func keepsForTheNext() async throws {
        try await Self.play { supply, asked, answer in
            let first = Task { try await supply.next() }
            for await _ in asked { break }
            first.cancel()
            let missed = await first.result
            #expect(throws: CancellationError.self) { try missed.get() }
            answer(Self.grants(7...7))
            let shard1 = try await supply.next().shard
            #expect(shard1 == 7)
        }
    }

    @Test("serves all examiners from one grant, in the order of the queue, and asks again only when it has run out")
    func shared() async throws {
        try await Self.play { supply, asked, answer in
            let first = Task { try await supply.next() }
            for await _ in asked { break }
            answer(Self.grants(1...3))
            let shard2 = try await first.value.shard
            #expect(shard2 == 1)
            let shard3 = try await supply.next().shard
            #expect(shard3 == 2)
            let shard4 = try await supply.next().shard
            #expect(shard4 == 3)
            let next = Task { try await supply.next() }
            for await _ in asked { break }
            answer(Self.grants(4...4))
            let shard5 = try await next.value.shard
            #expect(shard5 == 4)
            #expect(supply.close().isEmpty)
        }
    }

    @Test("gives back what nobody has begun when it is paused, and serves those who wait when it is resumed")
    func paused() async throws {
        try await Self.play { supply, asked, answer in
            let first = Task { try await supply.next() }
            for await _ in asked { break }
            answer(Self.grants(1...3))
            _ = try await first.value
            #expect(supply.pause()?.map(\.shard) == [2, 3])
            #expect(supply.pause() == nil)
            let waiting = Task { try await supply.next() }
            #expect(supply.resume() && !supply.resume())
            for await _ in asked { break }
            answer(Self.grants(4...4))
            let shard6 = try await waiting.value.shard
            #expect(shard6 == 4)
        }
    }

    @Test("tells examiners that nothing follows once it is closed, and has the rest to give back")
    func closed() async throws {
        try await Self.play { supply, asked, answer in
            let first = Task { try await supply.next() }
            for await _ in asked { break }
            answer(Self.grants(1...2))
            _ = try await first.value
            #expect(supply.close().map(\.shard) == [2])
            await #expect(throws: Supply.Closed.self) { try await supply.next() }
            #expect(!supply.resume() && supply.pause() == nil)
        }
    }

    @Test("gives back in time what no examiner comes to")
    func stale() {
        let start = ContinuousClock.now
        var stock = Stock()
        stock.add(Self.grants(1...2), at: start)
        stock.add(Self.grants(3...3), at: start + .seconds(1))
        #expect(stock.takeStale(at: start + Stock.patience - .milliseconds(1)).isEmpty)
        #expect(stock.takeStale(at: start + Stock.patience).map(\.shard) == [1, 2])
        #expect(stock.take()?.shard == 3 && stock.take() == nil)
        stock.add(Self.grants(4...5), at: start)
        #expect(stock.takeAll().map(\.shard) == [4, 5] && stock.takeStale(at: start + .seconds(99)).isEmpty)
    }
}
