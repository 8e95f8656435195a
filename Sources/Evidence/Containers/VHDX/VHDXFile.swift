internal import Findings

/// A VHDX's file as it will be when its log has been replayed. The file itself stays as it is.
final class VHDXFile: ByteSource {
    let file: EvidenceFile
    let byteCount: Int64
    /// In the order of their offsets, none touching another's bytes.
    private let patches: [VHDXPatch]

    init(_ file: EvidenceFile, _ log: VHDXLog) {
        self.file = file
        patches = Self.flat(log.patches)
        byteCount = max(file.byteCount, patches.last { $0.data != nil }?.end ?? 0)
    }

    /// Where the bytes at `offset` are, and for how many of them that holds.
    enum Place {
        case file(byteCount: Int64)
        case zeros(byteCount: Int64)
        /// A sector of the log, to be completed, and where it belongs in the file.
        case patch(index: Int, offset: Int64)
    }

    func place(of offset: Int64) -> Place {
        let index = firstIndex(endingBehind: offset)
        guard index < patches.count else { return .file(byteCount: .max) }
        let patch = patches[index]
        if patch.offset > offset { return .file(byteCount: patch.offset - offset) }
        return patch.data == nil ? .zeros(byteCount: patch.end - offset) : .patch(index: index, offset: patch.offset)
    }

    /// A sector out of the log, with the bytes that its descriptor keeps.
    /// - Returns: nil when the log is not there any more.
    func sector(ofPatch index: Int) throws(EvidenceError) -> [UInt8]? {
        guard let data = patches[index].data, var bytes = try file.bytes(at: data.sectorOffset, byteCount: 4096) else {
            return nil
        }
        bytes.replaceSubrange(0..<8, with: data.leading)
        bytes.replaceSubrange(4092..<4096, with: data.trailing)
        return bytes
    }

    func bytes(at offset: Int64, byteCount: Int) throws(EvidenceError) -> [UInt8]? {
        guard offset >= 0, byteCount >= 0, offset <= self.byteCount, Int64(byteCount) <= self.byteCount - offset else {
            return nil
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        while bytes.count < byteCount {
            let at = offset + Int64(bytes.count)
            let left = byteCount - bytes.count
            switch place(of: at) {
            case .file(let count):
                guard let part = try file.bytes(at: at, byteCount: Int(min(count, Int64(left)))) else { return nil }
                bytes += part
            case .zeros(let count):
                bytes += [UInt8](repeating: 0, count: Int(min(count, Int64(left))))
            case .patch(let index, let start):
                guard let sector = try sector(ofPatch: index) else { return nil }
                bytes += sector[Int(at - start)...].prefix(left)
            }
        }
        return bytes
    }

    private func firstIndex(endingBehind offset: Int64) -> Int {
        var (low, high) = (0, patches.count)
        while low < high {
            let middle = (low + high) / 2
            if patches[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Changes as they are in the end: from the last to the first, each has what those after it left of it. Both kinds
    /// of change begin and end with sectors, so that one with data is left whole or not at all.
    private static func flat(_ patches: [VHDXPatch]) -> [VHDXPatch] {
        var flat: [VHDXPatch] = []
        for patch in patches.reversed() {
            var (low, high) = (0, flat.count)
            while low < high {
                let middle = (low + high) / 2
                if flat[middle].end <= patch.offset { low = middle + 1 } else { high = middle }
            }
            var (upper, start, merged) = (low, patch.offset, [VHDXPatch]())
            while upper < flat.count, flat[upper].offset < patch.end {
                if start < flat[upper].offset {
                    merged.append(VHDXPatch(offset: start, end: flat[upper].offset, data: patch.data))
                }
                merged.append(flat[upper])
                start = flat[upper].end
                upper += 1
            }
            if start < patch.end { merged.append(VHDXPatch(offset: start, end: patch.end, data: patch.data)) }
            flat.replaceSubrange(low..<upper, with: merged)
        }
        return flat
    }
}
