/// Which clusters are in use: by the table on FAT, by a bitmap on exFAT.
protocol ClusterUse: AnyObject {
    /// - Throws: where the answer cannot be read.
    func isInUse(_ cluster: UInt64) throws(EvidenceError) -> Bool
    /// The first free cluster that is not in front of `cluster`; nil when there is none.
    func nextFree(from cluster: UInt64) throws(EvidenceError) -> UInt64?
    /// Tells all clusters in order, joined where they are alike.
    func forEachRun(_ body: (_ clusters: Range<UInt64>, _ isInUse: Bool) throws -> Void) throws
}
