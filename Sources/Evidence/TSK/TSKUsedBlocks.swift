/// Which blocks of a file system are in use, kept as runs: libtsk is asked for each block once, when a deleted file is
/// first met, however many deleted files claim how much.
final class TSKUsedBlocks {
    private let fileSystem: TSKFileSystem
    private let limit: Int
    private let stillParsing: () -> Void
    /// In order, apart from each other; nil where they are too many to be kept.
    private lazy var runs: [ClosedRange<UInt64>]? = readRuns()

    /// - Parameters:
    ///   - limit: the most runs that are kept: by default 64 MiB of them. Beyond, libtsk is asked each time.
    ///   - stillParsing: is told again and again while the blocks are asked for.
    init(of fileSystem: TSKFileSystem, limit: Int = 1 << 22, _ stillParsing: @escaping () -> Void) {
        (self.fileSystem, self.limit, self.stillParsing) = (fileSystem, limit, stillParsing)
    }

    func containsAny(of blocks: ClosedRange<UInt64>) -> Bool {
        guard let runs else { return blocks.contains { fileSystem.isAllocated($0) == true } }
        // The first run that does not end before the blocks begin.
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound < blocks.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < runs.count && runs[low].lowerBound <= blocks.upperBound
    }

    private func readRuns() -> [ClosedRange<UInt64>]? {
        var (runs, isFull): ([ClosedRange<UInt64>], Bool) = ([], false)
        do throws(EvidenceError) {
            try fileSystem.forEachBlock { block, isInUse in
                if block % 4096 == 0 { stillParsing() }
                guard isInUse else { return true }
                if let last = runs.last, last.upperBound + 1 == block {
                    runs[runs.count - 1] = last.lowerBound...block
                    return true
                }
                isFull = runs.count >= limit
                if !isFull { runs.append(block...block) }
                return !isFull
            }
        } catch {
            return nil
        }
        return isFull ? nil : runs
    }
}
