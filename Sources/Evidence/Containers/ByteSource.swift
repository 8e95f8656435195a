/// Bytes that tables are read from: a file, or a file with the changes that its own log holds.
protocol ByteSource: AnyObject {
    var byteCount: Int64 { get }
    /// Reads exactly `byteCount` bytes at `offset`.
    /// - Returns: nil when they do not all lie in the source.
    func bytes(at offset: Int64, byteCount: Int) throws(EvidenceError) -> [UInt8]?
}

extension EvidenceFile: ByteSource {}
