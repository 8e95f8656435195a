internal import Findings

/// A container format, told by content and opened from files.
protocol Container: BlockMap {
    /// Whether a file is of this format, by content.
    static func recognises(_ candidate: Candidate) -> Bool
    /// Opens the image that the candidate begins.
    init(opening candidate: Candidate) throws(EvidenceError)
}

/// What is known of an image: where the bytes of the device are. Formats differ in their maps only; reading, caching and
/// reporting damage are the image's.
protocol BlockMap: AnyObject {
    var description: ImageDescription { get }
    /// Every file that was opened, in order.
    var files: [EvidenceFile] { get }
    /// What is known at opening to be lost.
    var unreadable: [Failure] { get }

    /// What a difference to this image knows it by; nil where the format has no such thing.
    var identity: [UInt8]? { get }
    /// Whether the image itself says how large the device is, rather than ending where it ends.
    var statesItsSize: Bool { get }

    /// How much memory the blocks that were unpacked last may take, in bytes.
    var cacheByteLimit: Int { get }

    /// Whether sectors that the acquiring program could not read from the device are read as the filler that it put in
    /// their place, instead of being errors. Stored digests are those of the filler.
    var readsUnacquired: Bool { get set }

    /// See `Device.expect`.
    func expect(_ ranges: [ByteRange])

    /// Where the bytes from `offset` on lie. The image asks for nothing outside of the device.
    /// - Throws: when the map has no trustworthy answer for `offset`; with the range of the device that is concerned.
    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch
    /// Unpacks a block that `stretch(at:)` named. `buffer` is exactly as long as the block.
    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError)
}

extension BlockMap {
    var unreadable: [Failure] { [] }
    var identity: [UInt8]? { nil }
    var statesItsSize: Bool { true }
    var cacheByteLimit: Int { 16 << 20 }
    var readsUnacquired: Bool {
        get { false }
        set {}
    }

    func expect(_ ranges: [ByteRange]) {}

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        preconditionFailure("\(Self.self) has no packed blocks")
    }
}

/// A run of the device's bytes that come from one place.
struct Stretch {
    /// How many bytes, from the offset that was asked for; at least 1.
    let byteCount: Int64
    let source: Source

    enum Source {
        /// Bytes that were never written: the container says that they are zero.
        case zeros
        /// Bytes that lie in a file as they are.
        case file(EvidenceFile, offset: Int64)
        /// Bytes of the image that this one is a difference to.
        case parent(Image, offset: Int64)
        /// Bytes of an image on another computer.
        case streamed(StreamedBlocks, offset: Int64)
        /// Bytes of a block that has to be unpacked, from `skip` on.
        case packed(PackedBlock, skip: Int)
    }
}

/// A piece of the device that is only to be had as a whole: compressed, or checked by a checksum over all of it.
struct PackedBlock {
    /// Where on the device it begins.
    let offset: Int64
    /// Its size when it is unpacked; the container has checked it against `sizeLimit`.
    let byteCount: Int
    let file: EvidenceFile
    let fileOffset: Int64
    /// How many bytes of the file it may occupy at most.
    let packedByteCount: Int
    /// How it is packed, in the container's own numbers.
    let packing: UInt32

    /// No block may be larger, whatever a header says, because it is held in memory: 64 MiB.
    static let sizeLimit = 64 << 20
}
