internal import ClusterProtocol
internal import Findings

extension Caseload_V1_Assignment {
    /// About how many bytes are read, as far as the assignment says.
    var byteCount: Int64 {
        guard case .contents(let work) = work else { return 0 }
        return work.items.reduce(0) { $0.addingClamped($1.byteCount) }
    }

    /// Whether it may take so long that nothing is given to an examiner behind it: it would wait there while others are idle.
    var isLong: Bool {
        guard case .contents = work else { return true }
        return byteCount >= Self.longByteCount
    }

    /// Some seconds of reading.
    private static let longByteCount: Int64 = 1 << 30
}

extension Flight {
    /// How many of an examiner's places a shard takes.
    static func places(of assignment: Caseload_V1_Assignment) -> Int { assignment.isLong ? capacity : 1 }
}
