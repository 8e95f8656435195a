/// A file system that is open to be walked.
protocol FileSystem {
    /// Records all items, and what is lost of them.
    /// - Throws: what the recorder throws; damage is recorded, not thrown.
    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws

    /// Tells in order of the disk what is in use by anything, and what by nothing.
    /// - Throws: what `body` throws, and `EvidenceError` where that cannot be read.
    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws
}
