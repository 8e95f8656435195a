import Testing

@testable import Cluster

/// The places for shards in an examiner's hands.
@Suite("A room")
struct RoomTests {
    @Test("lets in as many as it has places, and one more for each that leaves")
    func places() async throws {
        let room = Room(places: 2)
        for _ in 0..<2 { try await room.enter() }
        let third = Task { try await room.enter() }
        third.cancel()
        let refused = await third.result
        #expect(throws: CancellationError.self, "there was a third place") { try refused.get() }
    }

    @Test("has a place again when one has been left")
    func leaving() async throws {
        let room = Room(places: 2)
        for _ in 0..<2 { try await room.enter() }
        room.leave()
        try await room.enter()
    }
}
