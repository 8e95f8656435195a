public import Findings

/// Whoever wants to know how the examination of a shard goes: a worker that must notice a hang, and takes the findings.
public protocol ExaminationObserver: AnyObject {
    /// Said before a parser touches something of a file system that could kill this process.
    func willParse(address: String, path: [UInt8])
    /// Said before an item's content is read, and again every few megabytes of it.
    func isReading(ordinal: Int64, byteCount: Int64)
    /// Takes findings. Those of a walk come in batches, in an order that is the same in every walk of the volume.
    /// - Parameter completes: whether these are the last of the shard.
    func found(_ findings: ShardFindings, completes: Bool) throws
}
