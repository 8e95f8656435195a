internal import Foundation

/// Hands out what a walk meets to several engines, and hands on what becomes of it in the walk's order: whoever has the
/// next outcome hands it on, with those behind it that were there already.
///
/// Outcomes that wait for an earlier one are at most `window`: a file that takes long holds up the walk, not the memory.
// Everything in it is touched under the condition's lock alone.
final class FileOrder: @unchecked Sendable {
    /// Outcomes that may wait for one before them.
    static let window = 1 << 16

    private let condition = NSCondition()
    private var walk: FileWalk
    private var waiting: [Int: FileOutcome] = [:]
    private var begun = 0
    private var handedOn = 0
    private var isAtEnd = false
    private var stop: (any Error)?
    private let receive: (FileOutcome) throws -> Void

    init(_ walk: FileWalk, receive: @escaping (FileOutcome) throws -> Void) {
        (self.walk, self.receive) = (walk, receive)
    }

    /// What is to be digested next; nil where nothing is, or nothing may be just now.
    func next() -> (place: Int, entry: FileWalk.Entry)? {
        condition.withLock {
            guard stop == nil, begun - handedOn < Self.window else { return nil }
            guard let entry = walk.next() else {
                isAtEnd = true
                return nil
            }
            defer { begun += 1 }
            return (begun, entry)
        }
    }

    /// Waits while the outcomes that wait for an earlier one are too many.
    /// - Returns: false when nothing will be handed out any more.
    func waitForRoom() -> Bool {
        condition.withLock {
            while !isAtEnd, stop == nil, begun - handedOn >= Self.window { condition.wait() }
            return !isAtEnd && stop == nil
        }
    }

    /// Notes what became of what was handed out.
    func end(_ place: Int, _ outcome: FileOutcome) {
        condition.withLock {
            waiting[place] = outcome
            do {
                while stop == nil, let next = waiting.removeValue(forKey: handedOn) {
                    handedOn += 1
                    try receive(next)
                }
            } catch {
                stop = error
            }
            condition.broadcast()
        }
    }

    /// Lets nothing more be handed out or on.
    func stop(_ error: any Error) {
        condition.withLock {
            stop = stop ?? error
            condition.broadcast()
        }
    }

    var isStopped: Bool { condition.withLock { stop != nil } }

    /// - Throws: what stopped it, if anything did.
    func check() throws {
        if let stop = condition.withLock({ stop }) { throw stop }
    }
}
