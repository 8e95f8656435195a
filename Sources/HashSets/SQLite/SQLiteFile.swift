internal import CSQLite
internal import Findings
internal import Glibc

/// A database file that nobody trusts, open for reading and nothing else: immutable (no lock, no journal, no other
/// file is touched), with no schema code but plain views, values of at most 1 MiB, and its pages checked.
/// The one owner of its SQLite handle.
@safe final class SQLiteFile {
    private let handle: OpaquePointer
    let path: String

    /// - Throws: `sqliteCorrupt` in SQLite's words.
    init(opening path: String) throws(HashSetError) {
        try Self.refuseUnwritten(path)
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2("file:\(Self.escaped(path))?immutable=1", &handle, flags, nil)
        guard let handle = unsafe handle else {
            throw HashSetError(.unreadable, path: path, cause: "SQLite has no memory for it")
        }
        unsafe (self.handle, self.path) = (handle, path)
        guard code == SQLITE_OK else { throw failure }
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1 << 20)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 0)
        for setting in ["trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "cache_size = -16384"] {
            _ = try rows(of: "PRAGMA \(setting)").next()
        }
        unsafe sqlite3_set_authorizer(handle, Self.authorise, nil)
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// An immutable database is read without its journal: what waits there would be missing without a word.
    private static func refuseUnwritten(_ path: String) throws(HashSetError) {
        let place = resolved(path)
        for ending in ["-wal", "-journal"] {
            guard let journal = try? SourceFile(opening: place + ending), journal.byteCount > 0 else { continue }
            throw HashSetError(
                .sqliteCorrupt, path: path,
                cause:
                    "changes wait in \(place)\(ending) that its program has not yet written into it. Close that program, "
                    + "or open the database once with sqlite3")
        }
    }

    /// The path without symbolic links: SQLite's journals lie beside the file that a link leads to.
    private static func resolved(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    func rows(of statement: String) throws(HashSetError) -> SQLiteRows {
        var compiled: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, statement, -1, &compiled, nil)
        guard code == SQLITE_OK, let compiled = unsafe compiled else { throw failure }
        return unsafe SQLiteRows(compiled, of: self)
    }

    /// SQLite's own words for what failed last.
    var failure: HashSetError {
        let words = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? "out of memory"
        return HashSetError(.sqliteCorrupt, path: path, cause: words)
    }

    /// Reading columns and calling harmless functions is all that a set's views may do: no recursion without an end,
    /// no other file, nothing that changes anything.
    private static let authorise:
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
            UnsafePointer<CChar>?
        ) -> Int32 = { _, action, _, second, _, _ in
            switch action {
            case SQLITE_SELECT, SQLITE_READ, SQLITE_PRAGMA: return SQLITE_OK
            case SQLITE_FUNCTION:
                guard let name = unsafe second else { return SQLITE_DENY }
                let isRefused = unsafe ["load_extension", "readfile", "zeroblob", "randomblob", "printf", "format"]
                    .contains(String(cString: name).lowercased())
                return isRefused ? SQLITE_DENY : SQLITE_OK
            default: return SQLITE_DENY
            }
        }

    /// The path as a URI has it.
    private static func escaped(_ path: String) -> String {
        var uri = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            default: uri += "%" + Hexadecimal.text([byte])
            }
        }
        return uri
    }
}
