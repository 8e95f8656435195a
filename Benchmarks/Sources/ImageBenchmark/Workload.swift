/// In which pieces a device is read.
enum Workload: String, CaseIterable {
    /// From the first byte to the last, 1 MiB at a time, as a verification does.
    case whole
    /// Contents that lie behind each other on the disk, 16 at a time, each in pieces of 128 KiB, as an examination does.
    /// Seven in ten are smaller than 64 KiB; all begin at a cluster of 4 KiB.
    case contents

    /// A run of the device's bytes.
    struct Piece {
        let offset: Int64
        let byteCount: Int
    }

    static let longestPiece = 1 << 20

    func pieces(of byteCount: Int64) -> [Piece] {
        switch self {
        case .whole: Self.cut(0..<byteCount, into: Self.longestPiece)
        case .contents: Self.interleaved(Self.contents(upTo: byteCount).map { Self.cut($0, into: 128 << 10) })
        }
    }

    private static func cut(_ range: Range<Int64>, into length: Int) -> [Piece] {
        stride(from: range.lowerBound, to: range.upperBound, by: length).map {
            Piece(offset: $0, byteCount: Int(min(Int64(length), range.upperBound - $0)))
        }
    }

    /// Contents of sizes that are the same in every run.
    private static func contents(upTo byteCount: Int64) -> [Range<Int64>] {
        var (contents, offset, seed): ([Range<Int64>], Int64, UInt64) = ([], 0, 1)
        while offset < byteCount {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let limit: UInt64 = (seed >> 60) < 11 ? 64 << 10 : 2 << 20
            let end = min(byteCount, offset + Int64((seed >> 20) % limit) + 1)
            contents.append(offset..<end)
            offset = (end + 4095) / 4096 * 4096
        }
        return contents
    }

    /// The pieces of 16 contents in turn; whichever ends is followed by the next.
    private static func interleaved(_ contents: [[Piece]]) -> [Piece] {
        var (waiting, pieces) = (contents[...], [Piece]())
        var lanes: [ArraySlice<Piece>] = []
        while true {
            while lanes.count < 16, let next = waiting.popFirst() { lanes.append(next[...]) }
            if lanes.isEmpty { return pieces }
            for lane in lanes.indices { if let piece = lanes[lane].popFirst() { pieces.append(piece) } }
            lanes.removeAll(where: \.isEmpty)
        }
    }
}
