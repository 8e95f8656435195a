internal import Findings

/// Reads the content of a stream that is neither compressed nor encrypted.
struct NTFSStreamReader {
    private let device: any Device
    private let plan: ContentPlan
    /// Where each run begins in the content.
    private let starts: [Int64]
    let byteCount: Int64

    /// - Throws: when the stream's clusters cannot be its content.
    init(_ stream: NTFSStream, _ geometry: NTFSGeometry, _ device: any Device) throws(NTFSDamage) {
        guard let size = Int64(exactly: stream.byteCount) else { throw NTFSDamage("it is larger than any volume") }
        (self.device, byteCount) = (device, size)
        switch stream.content {
        case .damaged(let damage): throw damage
        case .resident(let bytes): plan = .inline(Array(bytes))
        case .clusters(let runs):
            let initialized = Int64(clamping: stream.initializedByteCount)
            plan = geometry.mapper.plan(runs, byteCount: size, initialized: initialized)
        }
        if let loss = plan.loss { throw NTFSDamage(loss.detail) }
        var (starts, position): ([Int64], Int64) = ([], 0)
        for run in plan.runs {
            starts.append(position)
            position += run.byteCount
        }
        self.starts = starts
    }

    /// Reads `count` bytes of the content.
    /// - Returns: fewer only where the content ends.
    func bytes(at position: Int64, _ count: Int) throws(EvidenceError) -> [UInt8] {
        guard position >= 0, position < byteCount else { return [] }
        let count = Int(min(Int64(count), byteCount - position))
        if case .inline(let bytes) = plan.reading {
            return Array(bytes.dropFirst(Int(position)).prefix(count))
        }
        var bytes: [UInt8] = []
        var index = runIndex(at: position)
        while bytes.count < count, index < plan.runs.count {
            let run = plan.runs[index]
            let skip = position + Int64(bytes.count) - starts[index]
            let part = Int(min(Int64(count - bytes.count), run.byteCount - skip))
            guard let offset = run.offset else {
                bytes += [UInt8](repeating: 0, count: part)
                index += 1
                continue
            }
            let read = try device.bytes(at: offset + skip, byteCount: part)
            guard read.count == part else {
                throw EvidenceError(
                    .truncatedImage, path: "the device", byteOffset: offset + skip, byteCount: Int64(part),
                    cause: "The volume goes on behind the end of the image")
            }
            if part == count { return read }
            bytes += read
            index += 1
        }
        return bytes
    }

    /// Where up to `count` bytes of the content lie in one piece on the device; nil for those that lie nowhere.
    func range(at position: Int64, _ count: Int) -> ByteRange? {
        guard position >= 0, position < byteCount, !plan.runs.isEmpty else { return nil }
        let index = runIndex(at: position)
        guard let range = plan.runs[index].range else { return nil }
        let skip = position - starts[index]
        return ByteRange(offset: range.offset + skip, byteCount: min(Int64(count), range.byteCount - skip))
    }

    /// The run that holds a byte of the content.
    private func runIndex(at position: Int64) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }
}
