internal import CDeflate

/// Unpacks DEFLATE (RFC 1951) and zlib (RFC 1950) data whose unpacked size has a known limit.
/// The one owner of a libdeflate decompressor.
@safe struct Inflater: ~Copyable {
    private let decompressor: OpaquePointer

    init() {
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else {
            preconditionFailure("no memory for a decompressor")
        }
        unsafe self.decompressor = decompressor
    }

    deinit { unsafe libdeflate_free_decompressor(decompressor) }

    enum Format {
        /// With zlib's header and Adler-32, which is checked.
        case zlib
        /// Bare, without a checksum.
        case deflate
    }

    /// So many bytes behind a stream make unpacking faster: libdeflate takes its last bytes one by one where it could
    /// read over their end, and of a chunk of zeros, whose stream has 50 bytes, these are all. Measured on 32 KiB of
    /// zeros as zlib's levels 4 to 9 pack them: 0.6 GB/s without, 14 GB/s with.
    static let padding = 64

    /// Unpacks the stream at the front of `packed` into the front of `buffer`; what follows the stream is ignored.
    /// - Returns: the bytes written; nil when the stream is damaged, incomplete, or longer than `buffer`.
    func inflate(_ packed: Span<UInt8>, as format: Format, into buffer: inout MutableSpan<UInt8>) -> Int? {
        inflate(packed, of: packed.count, as: format, into: &buffer)
    }

    /// The same for a stream with `padding` bytes behind it, which may not be a part of it.
    func inflate(padded packed: Span<UInt8>, as format: Format, into buffer: inout MutableSpan<UInt8>) -> Int? {
        inflate(packed, of: packed.count - Self.padding, as: format, into: &buffer)
    }

    /// - Parameter byteCount: how many bytes of `packed` the stream may take.
    private func inflate(
        _ packed: Span<UInt8>, of byteCount: Int, as format: Format, into buffer: inout MutableSpan<UInt8>
    ) -> Int? {
        var (consumed, written) = (0, 0)
        let result = unsafe packed.withUnsafeBytes { source in
            unsafe buffer.withUnsafeMutableBytes { target in
                switch format {
                case .zlib:
                    unsafe libdeflate_zlib_decompress_ex(
                        decompressor, source.baseAddress, source.count, target.baseAddress, target.count,
                        &consumed, &written)
                case .deflate:
                    unsafe libdeflate_deflate_decompress_ex(
                        decompressor, source.baseAddress, source.count, target.baseAddress, target.count,
                        &consumed, &written)
                }
            }
        }
        return result == LIBDEFLATE_SUCCESS && consumed <= byteCount ? written : nil
    }

    /// The same for a stream whose unpacked size is not known.
    /// - Parameter limit: the largest size that makes sense.
    func inflate(_ packed: Span<UInt8>, as format: Format, limit: Int) -> [UInt8]? {
        var capacity = min(limit, max(4096, packed.count * 4))
        while true {
            var bytes = [UInt8](repeating: 0, count: capacity)
            var span = bytes.mutableSpan
            if let written = inflate(packed, as: format, into: &span) {
                bytes.removeLast(capacity - written)
                return bytes
            }
            guard capacity < limit else { return nil }
            capacity = min(limit, capacity * 8)
        }
    }
}

/// Adler-32 (RFC 1950, section 8.2).
enum Adler32 {
    static func checksum(_ bytes: Span<UInt8>, continuing checksum: UInt32 = 1) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe libdeflate_adler32(checksum, $0.baseAddress, $0.count) }
    }
}
