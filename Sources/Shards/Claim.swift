/// What a message says of the lease under which it comes: whose it is, and with which fence it was granted. Whether that is
/// true, the shard knows (`Shard.standing(of:)`).
public struct Claim: Hashable, Sendable {
    public var worker: String
    public var fence: Fence

    public init(_ worker: String, _ fence: Fence) { (self.worker, self.fence) = (worker, fence) }

    /// What there is to a claim.
    public enum Standing: Hashable, Sendable {
        /// It is the newest lease, and this worker's.
        case current
        /// The worker held it once, or nobody remembers that it did not: an honest worker may be late.
        case past
        /// It was never granted to this worker.
        case invented
    }
}
