import Synchronization

/// Cuts connections to PostgreSQL around COMMIT: before the server has it, or after it has committed and before the
/// client knows. (PostgreSQL manual, "Message Formats".)
///
///     client ── P "COMMIT" ──►│ before      server ── C "COMMIT" ──►│ after
public final class CommitCutter: Sendable {
    private let state: Mutex<(random: SplitMix64, before: Int, after: Int)>

    public init(seed: UInt64) { state = Mutex((SplitMix64(seed: seed), 0, 0)) }

    /// How many connections were cut so far.
    public var cuts: (before: Int, after: Int) { state.withLock { ($0.before, $0.after) } }

    /// The valve of a new connection.
    public func valve() -> any ProxyValve { Valve(cutter: self) }

    fileprivate enum Fate { case passes, cutBefore, cutAfter }

    /// Every second transaction that has COPYed is cut; of the others few, because leases that nobody knows of are only
    /// granted again when they end.
    fileprivate func fate(hasCopied: Bool) -> Fate {
        state.withLock { state in
            switch Int.random(in: 0..<(hasCopied ? 4 : 32), using: &state.random) {
            case 0:
                state.before += 1
                return .cutBefore
            case 1:
                state.after += 1
                return .cutAfter
            default: return .passes
            }
        }
    }

    private final class Valve: ProxyValve {
        private struct State {
            var toServer = Messages(isAfterStartup: false)
            var toClient = Messages(isAfterStartup: true)
            var hasCopied = false
            var isDoomed = false
        }

        private let cutter: CommitCutter
        private let state = Mutex(State())

        init(cutter: CommitCutter) { self.cutter = cutter }

        func pass(toServer bytes: [UInt8]) -> [UInt8]? {
            let isCut = state.withLock { state in
                for message in state.toServer.take(bytes) {
                    if message.type == UInt8(ascii: "d") { state.hasCopied = true }
                    guard message.begins(with: "P", "\0COMMIT\0") else { continue }
                    let fate = cutter.fate(hasCopied: state.hasCopied)
                    (state.hasCopied, state.isDoomed) = (false, fate == .cutAfter)
                    if fate == .cutBefore { return true }
                }
                return false
            }
            return isCut ? nil : bytes
        }

        func pass(toClient bytes: [UInt8]) -> [UInt8]? {
            let (isDoomed, isCut) = state.withLock { state in
                let isOver = state.toClient.take(bytes).contains {
                    $0.begins(with: "C", "COMMIT\0") || $0.type == UInt8(ascii: "Z")
                }
                return (state.isDoomed, state.isDoomed && isOver)
            }
            return isCut ? nil : isDoomed ? [] : bytes
        }
    }
}

/// The messages of one direction, as the bytes come. Of long ones only the beginning is kept.
private struct Messages {
    struct Message {
        var type: UInt8
        var beginning: [UInt8] = []
        var left: Int

        func begins(with type: Unicode.Scalar, _ text: String) -> Bool {
            self.type == UInt8(ascii: type) && beginning.starts(with: text.utf8)
        }
    }

    private var isAfterStartup: Bool
    private var header: [UInt8] = []
    private var current: Message?

    init(isAfterStartup: Bool) { self.isAfterStartup = isAfterStartup }

    /// The messages that end in these bytes.
    mutating func take(_ bytes: [UInt8]) -> [Message] {
        var (whole, rest): ([Message], ArraySlice<UInt8>) = ([], bytes[...])
        while !rest.isEmpty || current?.left == 0 {
            if var message = current {
                let piece = rest.prefix(message.left)
                if message.beginning.count < 32 { message.beginning += piece.prefix(32) }
                message.left -= piece.count
                rest = rest.dropFirst(piece.count)
                current = message.left == 0 ? nil : message
                if message.left == 0 { whole.append(message) }
            } else if let byte = rest.popFirst() {
                header.append(byte)
                begin()
            }
        }
        return whole
    }

    /// The first message of a client has no type before its length, which counts itself.
    private mutating func begin() {
        guard header.count == (isAfterStartup ? 5 : 4) else { return }
        let length = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
        current = Message(type: isAfterStartup ? header[0] : 0, left: max(0, length - 4))
        (header, isAfterStartup) = ([], true)
    }
}
