internal import Digests
internal import Findings

/// What is in one engine's lanes: files on their way from the walk to their outcomes.
struct FileTraffic: ContentSource {
    private struct Underway: ~Copyable {
        let place: Int
        let path: [UInt8]
        let file: OpenFile
    }

    private let order: FileOrder
    private var lanes: [Lane] = (0..<DigestEngine.laneCount).map { _ in Lane() }

    /// A place for a file: arrays hold no values that cannot be copied.
    private final class Lane {
        var file: Underway?

        func leave() -> (place: Int, path: [UInt8])? {
            guard let file = file.take() else { return nil }
            return (file.place, file.path)
        }
    }

    init(_ order: FileOrder) { self.order = order }

    func begin(in lane: Int) -> Bool {
        while let (place, entry) = order.next() {
            switch entry {
            case .outcome(let outcome): order.end(place, outcome)
            case .file(let path, let isNamed):
                do throws(SystemRefusal) {
                    lanes[lane].file = Underway(
                        place: place, path: path, file: try OpenFile(path, following: isNamed))
                    return true
                } catch {
                    order.end(place, .unread(path: path, cause: error.words))
                }
            }
        }
        return false
    }

    func read(lane: Int, into buffer: inout MutableSpan<UInt8>) -> ContentPiece {
        guard !order.isStopped else {
            _ = lanes[lane].leave()
            return .abandoned
        }
        do throws(SystemRefusal) {
            guard let count = try lanes[lane].file?.file.read(into: &buffer) else { return .abandoned }
            return count == 0 ? .last(0) : .some(count)
        } catch {
            if let (place, path) = lanes[lane].leave() { order.end(place, .unread(path: path, cause: error.words)) }
            return .abandoned
        }
    }

    func end(in lane: Int, byteCount: Int64, digests: Digests) {
        guard let (place, path) = lanes[lane].leave() else { return }
        order.end(place, .digested(path: path, byteCount: byteCount, digests: digests))
    }
}
