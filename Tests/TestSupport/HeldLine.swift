import Foundation
import Synchronization

/// A network that can fall silent: what clients send is held until it is let go on, and arrives late.
public final class HeldLine: ProxyValve {
    private struct State {
        var isHeld = false
        var held: [UInt8] = []
        var send: @Sendable ([UInt8]) -> Void = { _ in }
    }

    private let state = Mutex(State())

    public init() {}

    /// From now on nothing gets through.
    public func hold() { state.withLock { $0.isHeld = true } }

    /// How many bytes wait to go on.
    public var heldByteCount: Int { state.withLock { $0.held.count } }

    /// What was held goes on, and then all else.
    public func letGo() {
        state.withLock { state in
            state.send(state.held)
            (state.isHeld, state.held) = (false, [])
        }
    }

    public func open(toServer send: @escaping @Sendable ([UInt8]) -> Void) { state.withLock { $0.send = send } }

    public func pass(toServer bytes: [UInt8]) -> [UInt8]? {
        state.withLock { state in
            guard state.isHeld else { return bytes }
            state.held += bytes
            return []
        }
    }

    public func pass(toClient bytes: [UInt8]) -> [UInt8]? { bytes }
}
