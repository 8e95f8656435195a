/// A number of places: whoever enters waits until one is free.
struct Room: Sendable {
    private let places: AsyncStream<Void>
    private let door: AsyncStream<Void>.Continuation

    init(places count: Int) {
        (places, door) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(count))
        for _ in 0..<count { door.yield() }
    }

    /// Waits for a free place and takes it. One task at a time.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func enter() async throws {
        var iterator = places.makeAsyncIterator()
        guard await iterator.next() != nil else { throw CancellationError() }
    }

    func leave() { door.yield() }
}
