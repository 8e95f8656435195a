import TestSupport

/// What OpenSSL's command says of certificates, good or bad.
enum OpenSSL {
    static func says(_ arguments: String...) throws -> String {
        let output = try Tool.run("sh", ["-c", "openssl \"$@\" 2>&1; true", "openssl"] + arguments)
        return String(decoding: output, as: UTF8.self)
    }
}
