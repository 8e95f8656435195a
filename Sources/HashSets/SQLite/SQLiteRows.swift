internal import CSQLite

/// A value as SQLite stores it.
enum SQLiteValue: Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])
}

/// The rows of one statement, one at a time. The one owner of its SQLite statement; it keeps the database open.
@safe final class SQLiteRows {
    private let statement: OpaquePointer
    private let file: SQLiteFile

    @unsafe init(_ statement: OpaquePointer, of file: SQLiteFile) {
        unsafe (self.statement, self.file) = (statement, file)
    }

    deinit { unsafe sqlite3_finalize(statement) }

    /// Goes to the next row.
    /// - Returns: false behind the last.
    /// - Throws: `sqliteCorrupt` in SQLite's words.
    func next() throws(HashSetError) -> Bool {
        switch unsafe sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw file.failure
        }
    }

    /// The value of a column of the current row, from 0.
    subscript(column: Int32) -> SQLiteValue {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: .real(unsafe sqlite3_column_double(statement, column))
        case SQLITE_TEXT: .text(unsafe bytes(sqlite3_column_text(statement, column), column))
        case SQLITE_BLOB: .blob(unsafe bytes(sqlite3_column_blob(statement, column), column))
        default: .null
        }
    }

    private func bytes(_ start: UnsafeRawPointer?, _ column: Int32) -> [UInt8] {
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        guard let start = unsafe start, count > 0 else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
