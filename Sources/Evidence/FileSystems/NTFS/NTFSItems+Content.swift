internal import Findings

/// Where the contents of streams lie.
extension NTFSItems {
    func contentPlan(of stream: NTFSStream, _ file: NTFSFile) -> ContentPlan {
        guard let size = Int64(exactly: stream.byteCount), size <= limit else {
            return .lost(
                .sizeLimit,
                "Its size is \(stream.byteCount) bytes, on a volume of \(volumeByteCount); "
                    + "contents above \(limit) bytes are not read")
        }
        let parser = Item.Reading.parser(address: file.record.number, type: stream.type.rawValue, id: stream.id)
        switch stream.content {
        case .damaged(let damage): return .lost(.damagedEntry, "Its content cannot be found: \(damage.words)")
        case .resident(let bytes):
            return bytes.count <= ContentPlan.inlineLimit ? .inline(Array(bytes)) : ContentPlan(reading: parser)
        case .clusters(let runs):
            let initialized = Int64(clamping: stream.initializedByteCount)
            let plan = table.geometry.mapper.plan(runs, byteCount: size, initialized: initialized)
            guard plan.loss == nil, stream.isCompressed else { return plan }
            let packed = packedPlan(stream, runs, size, min(size, initialized)) ?? plan
            return ContentPlan(
                reading: parser, runs: packed.runs.filter { $0.offset != nil }, slack: packed.slack)
        }
    }

    /// Where a compressed content lies: it is unpacked from all clusters of its units, whatever they hold.
    private func packedPlan(
        _ stream: NTFSStream, _ runs: [BlockRun], _ size: Int64, _ initialized: Int64
    ) -> ContentPlan? {
        let mapper = table.geometry.mapper
        guard let unit = Int64(stream.unit).multiplied(by: mapper.blockSize), let end = size.roundedUp(to: unit),
            let used = initialized.roundedUp(to: unit)
        else { return nil }
        let plan = mapper.plan(runs, byteCount: end, initialized: used)
        return plan.loss == nil ? plan : nil
    }
}

extension Int64 {
    /// - Returns: nil beyond all numbers.
    fileprivate func roundedUp(to unit: Int64) -> Int64? {
        guard unit > 0 else { return nil }
        return adding(unit - 1).map { $0 / unit * unit }
    }
}
