internal import ClusterProtocol
internal import Findings

// What may land of contents.

extension Admission {
    /// Every item of the shard has its content, exactly once; one that was not read whole has a failure that says so.
    func admitContents(_ findings: ShardFindings, of work: Caseload_V1_ContentsWork) throws(ProtocolError) {
        let asked = Set(work.items.map(\.ordinal))
        let answered = Set(findings.contents.map(\.ordinal))
        try require(
            answered == asked && findings.contents.count == asked.count,
            "\(findings.contents.count) contents for the \(asked.count) items of this shard, or others'")
        for content in findings.contents { try admit(text: content.type?.utf8.count ?? 0, of: "a type") }
        try admit(findings.hits, of: findings.contents)
        try admitFailures(findings, of: work.volume.index, asked: asked)
    }

    private func admitFailures(
        _ findings: ShardFindings, of volume: Int32, asked: Set<Int64>
    ) throws(ProtocolError) {
        var counts: [Int64: Int] = [:]
        for failure in findings.failures {
            guard let ordinal = failure.ordinal, asked.contains(ordinal), failure.volume == volume,
                failure.scope == .item, failure.stage == .content
            else { throw ProtocolError("a failure of another's from a content") }
            counts[ordinal, default: 0] += 1
        }
        try require(
            counts.values.allSatisfy { $0 <= Ceiling.failuresOfContent }, "more failures than a content can have")
        for content in findings.contents where content.state != .examined {
            try require(counts[content.ordinal] != nil, "item \(content.ordinal) was not read whole, without a failure")
        }
    }
}
