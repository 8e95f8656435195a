internal import COpenSSL
public import Findings

/// One digest of one content, computed piece by piece by OpenSSL: the way for a whole device, and the measure
/// that every faster kernel is held against.
///
///     var digest = try StreamDigest(.sha256)
///     try digest.update(bytes)
///     let value = try digest.finalize()
///
/// The one owner of an OpenSSL handle, released exactly once.
@safe public struct StreamDigest: ~Copyable {
    public let algorithm: DigestAlgorithm
    private let context: OpaquePointer

    /// - Throws: `unavailable` when OpenSSL's configuration forbids the algorithm.
    public init(_ algorithm: DigestAlgorithm) throws(DigestError) {
        unsafe (self.context, self.algorithm) = (try Self.start(algorithm), algorithm)
    }

    private static func start(_ algorithm: DigestAlgorithm) throws(DigestError) -> OpaquePointer {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .openSSL(algorithm) }
        guard unsafe EVP_DigestInit_ex(context, algorithm.method, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .openSSL(algorithm)
        }
        return unsafe context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Takes the next bytes of the content.
    public mutating func update(_ bytes: Span<UInt8>) throws(DigestError) {
        let done = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        guard done == 1 else { throw .openSSL(algorithm) }
    }

    /// The digest of all that was taken: 16, 20 or 32 bytes.
    public consuming func finalize() throws(DigestError) -> [UInt8] { try finish() }

    /// As `finalize`, but leaves the handle to be used again after `restart`.
    mutating func finish() throws(DigestError) -> [UInt8] {
        var value = [UInt8](repeating: 0, count: algorithm.byteCount)
        let done = unsafe value.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
        }
        guard done == 1 else { throw .openSSL(algorithm) }
        return value
    }

    /// Begins another content.
    mutating func restart() throws(DigestError) {
        guard unsafe EVP_DigestInit_ex(context, nil, nil) == 1 else { throw .openSSL(algorithm) }
    }
}

extension DigestAlgorithm {
    fileprivate var method: OpaquePointer? {
        switch self {
        case .md5: unsafe EVP_md5()
        case .sha1: unsafe EVP_sha1()
        case .sha256: unsafe EVP_sha256()
        }
    }
}

extension DigestError {
    fileprivate static func openSSL(_ algorithm: DigestAlgorithm) -> DigestError {
        let code = ERR_get_error()
        var text = [CChar](repeating: 0, count: 256)
        let words = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe ERR_error_string_n(code, buffer.baseAddress, buffer.count)
            return unsafe buffer.baseAddress.map { unsafe String(cString: $0) }
        }
        return DigestError(
            reason: .unavailable, subject: "\(algorithm.rawValue) by OpenSSL", cause: words ?? "error \(code)")
    }
}
