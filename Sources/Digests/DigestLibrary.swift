internal import COpenSSL

/// The library behind the digests.
public enum DigestLibrary {
    /// OpenSSL's version as it runs: `OpenSSL 3.0.17 1 Jul 2025`.
    public static var version: String {
        unsafe OpenSSL_version(OPENSSL_VERSION).map { unsafe String(cString: $0) } ?? "unknown"
    }
}
