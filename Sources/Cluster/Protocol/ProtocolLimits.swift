internal import NIOCore

/// The protocol's bounds, each with its reason.
enum ProtocolLimits {
    /// The longest message: a batch of 2,048 items with long paths and many fragments stays well below.
    static let messageByteCount = 64 << 20
    /// What travels in pieces does so in messages of this size, in bytes.
    static let blockByteCount = 1 << 20
    /// How much of an index one call carries, in bytes: on a line of 10 Mbit/s that is half a minute.
    static let indexByteCountOfCall: Int64 = 32 << 20
    /// Between which byte counts a connection that sends evidence holds on, and goes on again: more than the peer's window
    /// lets be under way. NIOHTTP2 1.46 puts data before the ends of streams that wait where it held on in between, which
    /// its debug builds take for a defect and end the process.
    static let unsentByteCounts = ChannelOptions.Types.WriteBufferWaterMark(low: 8 << 20, high: 16 << 20)
    /// What may be under way before the peer has taken it: enough to keep a local socket busy.
    static let windowByteCount = 1 << 20
    /// The same at a worker, to which evidence comes: what several questions at once ask for.
    static let evidenceWindowByteCount = 4 << 20
    /// How much of a message travels in one frame: handling a frame costs as much whatever is in it.
    static let frameByteCount = 256 << 10
    /// A connection is made anew after this long, so that a renewed certificate is shown in time.
    static let connectionAge: Duration = .seconds(600)
    /// Calls that are under way then may still end; none takes longer.
    static let connectionGrace: Duration = .seconds(120)
    /// How often a silent peer is asked whether it is still there: a cut network says nothing.
    static let pingInterval: Duration = .seconds(10)
    /// How long it may take to answer.
    static let pingPatience: Duration = .seconds(5)
    /// After how long without a byte its connection is closed: twice the time in which one that lives answers.
    static let silence: Duration = .seconds(30)
}
