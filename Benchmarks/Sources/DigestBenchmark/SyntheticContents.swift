import Digests
import Findings

/// Contents of one size that cost nothing to read: what remains is the digests' own time.
struct SyntheticContents: ContentSource {
    /// How many have not begun.
    private var waiting: Int
    private let byteCount: Int
    /// What each lane's content still has to give.
    private var rest = [Int](repeating: 0, count: DigestEngine.laneCount)

    init(count: Int, byteCount: Int) { (waiting, self.byteCount) = (count, byteCount) }

    mutating func begin(in lane: Int) -> Bool {
        guard waiting > 0 else { return false }
        waiting -= 1
        rest[lane] = byteCount
        return true
    }

    mutating func read(lane: Int, into buffer: inout MutableSpan<UInt8>) -> ContentPiece {
        let count = min(rest[lane], buffer.count)
        rest[lane] -= count
        return rest[lane] == 0 ? .last(count) : .some(count)
    }

    mutating func end(in lane: Int, byteCount: Int64, digests: Digests) {}
}
