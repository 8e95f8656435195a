internal import Dispatch
internal import Synchronization

/// Hands out what a walk meets to several engines, and hands on what becomes of it in the walk's order: whoever has the
/// next outcome hands it on, with those behind it that were there already.
///
/// Outcomes that wait for an earlier one are at most `window`: a file that takes long holds up the walk, not the memory.
final class FileOrder: Sendable {
    /// Outcomes that may wait for one before them.
    static let window = 1 << 16

    private struct State {
        var walk: FileWalk
        var waiting: [Int: FileOutcome] = [:]
        var begun = 0
        var handedOn = 0
        var isAtEnd = false
        var stop: (any Error)?
        /// Threads that wait for room.
        var sleepers = 0

        var hasRoom: Bool { begun - handedOn < FileOrder.window }
        var isOver: Bool { isAtEnd || stop != nil }
    }

    private let state: Mutex<State>
    private let room = DispatchSemaphore(value: 0)
    private let receive: @Sendable (FileOutcome) throws -> Void

    init(_ walk: FileWalk, receive: @escaping @Sendable (FileOutcome) throws -> Void) {
        state = Mutex(State(walk: walk))
        self.receive = receive
    }

    /// What is to be digested next; nil where nothing is, or nothing may be just now.
    func next() -> (place: Int, entry: FileWalk.Entry)? {
        state.withLock { state in
            guard state.stop == nil, state.hasRoom else { return nil }
            guard let entry = state.walk.next() else {
                state.isAtEnd = true
                wake(&state)
                return nil
            }
            defer { state.begun += 1 }
            return (state.begun, entry)
        }
    }

    /// Waits while the outcomes that wait for an earlier one are too many.
    /// - Returns: false when nothing will be handed out any more.
    func waitForRoom() -> Bool {
        while true {
            let answer: Bool? = state.withLock { state in
                if state.isOver { return false }
                if state.hasRoom { return true }
                state.sleepers += 1
                return nil
            }
            if let answer { return answer }
            room.wait()
        }
    }

    /// Notes what became of what was handed out.
    func end(_ place: Int, _ outcome: FileOutcome) {
        state.withLock { state in
            state.waiting[place] = outcome
            do {
                while state.stop == nil, let next = state.waiting.removeValue(forKey: state.handedOn) {
                    state.handedOn += 1
                    try receive(next)
                }
            } catch {
                state.stop = error
            }
            if state.hasRoom || state.isOver { wake(&state) }
        }
    }

    /// Lets nothing more be handed out or on.
    func stop(_ error: any Error) {
        state.withLock { state in
            state.stop = state.stop ?? error
            wake(&state)
        }
    }

    var isStopped: Bool { state.withLock { $0.stop != nil } }

    /// - Throws: what stopped it, if anything did.
    func check() throws {
        if let stop = state.withLock({ $0.stop }) { throw stop }
    }

    private func wake(_ state: inout State) {
        for _ in 0..<state.sleepers { room.signal() }
        state.sleepers = 0
    }
}
