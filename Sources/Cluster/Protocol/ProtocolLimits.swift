/// The protocol's bounds, each with its reason.
enum ProtocolLimits {
    /// The longest message: a batch of 2,048 items with long paths and many fragments stays well below.
    static let messageByteCount = 64 << 20
    /// What may be under way before the peer has taken it: enough to keep a local socket busy.
    static let windowByteCount = 1 << 20
}
