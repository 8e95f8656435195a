internal import ClusterProtocol
internal import Findings
internal import Shards

// What may land of a walk.

extension Admission {
    func admitWalk(_ findings: ShardFindings, of work: Caseload_V1_WalkWork) throws(ProtocolError) {
        let batch = findings.items.count + findings.furtherPaths.count + findings.extents.count
        try require(batch <= WalkBatches.itemCount(ofBatch: landed.batches), "a batch of \(batch) findings")
        for (place, item) in findings.items.enumerated() { try admit(item, as: landed.items + Int64(place)) }
        let known = landed.items + Int64(findings.items.count)
        try require(known <= Ceiling.items, "more than \(Ceiling.items) items")
        for further in findings.furtherPaths {
            try require(0..<known ~= further.ordinal, "a further path of item \(further.ordinal), which is not listed")
            try admit(text: further.path.count, of: "a path")
        }
        let volume = try work.volume.decoded().range
        for extent in findings.extents {
            try admit(extent.range, of: "an extent")
            try require(
                volume.offset <= extent.range.offset && extent.range.end <= volume.end, "an extent outside the volume")
            try require(
                ![.unpartitioned, .unreadable, .slack].contains(extent.coverage),
                "an extent of \(extent.coverage) from a walk")
        }
        try admitContents(findings, known: known)
        try admitFailures(findings, of: work.volume.index, known: known)
    }

    /// Items are numbered without a gap, so that none is listed twice and none is another volume's.
    private func admit(_ item: Item, as ordinal: Int64) throws(ProtocolError) {
        try require(item.ordinal == ordinal, "item \(item.ordinal) in the place of \(ordinal)")
        try require(item.byteCount ?? 0 >= 0, "an item of \(item.byteCount ?? 0) bytes")
        for run in item.runs { try admit(run.range ?? ByteRange(offset: 0, byteCount: run.byteCount), of: "a run") }
        for slack in item.slack { try admit(slack, of: "slack") }
        for byteCount in [
            item.address.utf8.count, item.stream?.count ?? 0, item.path.count, item.linkTarget?.count ?? 0,
        ] { try admit(text: byteCount, of: "a name") }
    }

    /// What the walk itself has examined are items of its own that leave nothing to read.
    private func admitContents(_ findings: ShardFindings, known: Int64) throws(ProtocolError) {
        let read = Set(findings.items.filter { $0.reading == .nothing }.map(\.ordinal))
        for content in findings.contents {
            let isOfThis = content.state == .examined ? read.contains(content.ordinal) : 0..<known ~= content.ordinal
            try require(isOfThis, "a content of item \(content.ordinal), which this batch does not hold")
            try admit(text: content.type?.utf8.count ?? 0, of: "a type")
        }
        try admit(findings.hits, of: findings.contents)
    }

    /// A failure may come just before the item that it is about.
    private func admitFailures(_ findings: ShardFindings, of volume: Int32, known: Int64) throws(ProtocolError) {
        for failure in findings.failures {
            try require(
                [.walk, .content].contains(failure.stage) && failure.scope != .image && failure.volume == volume
                    && 0...known ~= failure.ordinal ?? 0, "a failure of another's from a walk")
        }
        let failures = landed.failures.addingClamped(Int64(findings.failures.count))
        try require(failures <= Ceiling.failures.addingClamped(2 * known), "\(failures) failures of one volume")
    }
}
