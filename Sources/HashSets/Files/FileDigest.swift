internal import Digests
internal import Findings

/// SHA-256 of a file's content, piece by piece; what OpenSSL may complain of is an error of that file.
struct FileDigest: ~Copyable {
    private var digest: StreamDigest
    private let path: String

    /// - Parameter path: the file, for messages.
    init(of path: String) throws(HashSetError) {
        self.path = path
        do { digest = try StreamDigest(.sha256) } catch { throw Self.failure(path, error) }
    }

    mutating func update(_ bytes: Span<UInt8>) throws(HashSetError) {
        do { try digest.update(bytes) } catch { throw Self.failure(path, error) }
    }

    /// The SHA-256 of all that was taken: 32 bytes.
    consuming func finalize() throws(HashSetError) -> [UInt8] {
        let path = path
        do { return try digest.finalize() } catch { throw Self.failure(path, error) }
    }

    private static func failure(_ path: String, _ error: DigestError) -> HashSetError {
        HashSetError(.unreadable, path: path, cause: "\(error)")
    }
}
