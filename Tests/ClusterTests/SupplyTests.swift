import SwiftProtobuf
import Testing

@testable import Cluster
@testable import ClusterProtocol

/// The shards that the examiners of a lane wait for.
@Suite("A lane's supply")
struct SupplyTests {
    @Test("keeps what comes for an examiner that has died, for the next one")
    func keepsForTheNext() async throws {
        let supply = Supply()
        let (asked, ask) = AsyncStream<Void>.makeStream()
        let (granted, grant) = AsyncStream<Int64>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await supply.run {
                    ask.yield()
                    for await shard in granted { return .with { $0.shard = shard } }
                    throw CancellationError()
                }
            }
            let first = Task { try await supply.next() }
            for await _ in asked { break }
            first.cancel()
            let missed = await first.result
            #expect(throws: CancellationError.self) { try missed.get() }
            grant.yield(7)
            let next = try await supply.next()
            #expect(next.shard == 7)
            grant.yield(8)
            let last = try await supply.next()
            #expect(last.shard == 8)
            group.cancelAll()
        }
        #expect(supply.rest() == nil)
    }

    @Test("has it to give back when no examiner follows")
    func hasTheRest() async throws {
        let supply = Supply()
        let (asked, ask) = AsyncStream<Void>.makeStream()
        let (granted, grant) = AsyncStream<Void>.makeStream()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await supply.run {
                    ask.yield()
                    for await _ in granted { break }
                    return .with { $0.shard = 9 }
                }
            }
            let examiner = Task { try await supply.next() }
            for await _ in asked { break }
            examiner.cancel()
            let missed = await examiner.result
            #expect(throws: CancellationError.self) { try missed.get() }
            grant.yield()
            var rest = supply.rest()
            while rest == nil {
                await Task.yield()
                rest = supply.rest()
            }
            #expect(rest?.shard == 9)
            group.cancelAll()
        }
    }
}
