internal import Findings

/// NIST's Reference Data Set, version 3: an SQLite database whose table or view `FILE` (in the full release it is a
/// view) has the columns `sha256`, `sha1`, `md5`, `file_name` and `file_size`.
struct NSRLDatabase: SetReader {
    static let format = HashSetFormat.nsrlDatabase
    private let rows: SQLiteRows
    private let file: SourceFile
    /// The columns of a row after the first, which is the row's number.
    private let columns: [Column]
    private let hasNumbers: Bool
    private let rowCount: Int64
    private var record: Int64 = 0
    private var count: Int64 = 0
    let title: SetTitle

    private enum Column: Hashable {
        case digest(DigestAlgorithm), name, byteCount

        init?(_ name: String) {
            switch name.lowercased() {
            case "sha256": self = .digest(.sha256)
            case "sha1": self = .digest(.sha1)
            case "md5": self = .digest(.md5)
            case "file_name": self = .name
            case "file_size": self = .byteCount
            default: return nil
            }
        }
    }

    static func recognises(_ opening: Opening) -> Bool { opening.bytes.starts(with: SQLiteHeader.magic) }

    init(reading file: SourceFile) throws(HashSetError) {
        try SQLiteHeader.check(file)
        let database = try SQLiteFile(opening: file.path)
        let schema = try Schema(of: database)
        guard let kind = schema.kinds["file"] else {
            if schema.kinds["hashes"] != nil, schema.kinds["db_properties"] != nil {
                throw HashSetError.unsupported(.autopsy, path: file.path)
            }
            throw HashSetError(.unknownSchema, path: file.path, cause: "it has no table or view FILE")
        }
        let names = schema.columnsOfFile.filter { Column($0) != nil }
        columns = names.compactMap(Column.init)
        guard columns.contains(where: { if case .digest = $0 { true } else { false } }) else {
            throw HashSetError(.noDigestColumn, path: file.path, cause: "its FILE has none of sha256, sha1 and md5")
        }
        try Self.checkPages(database)
        title = try Self.title(schema, database)
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        // A table in the order of its rows, not of an index that happens to hold all of the columns.
        hasNumbers = kind == "table" && schema.fileHasRowNumbers
        rowCount = hasNumbers ? try Self.number("SELECT max(rowid) FROM FILE", database) : 0
        rows = try database.rows(
            of: hasNumbers
                ? "SELECT rowid, \(list) FROM FILE NOT INDEXED ORDER BY rowid" : "SELECT 0, \(list) FROM FILE")
        self.file = file
    }

    /// A page that was overwritten can look like one with fewer rows: every page is checked before any is believed.
    private static func checkPages(_ database: SQLiteFile) throws(HashSetError) {
        let rows = try database.rows(of: "PRAGMA quick_check(1)")
        guard try rows.next(), case .text(let words) = rows[0] else { throw database.failure }
        guard words.elementsEqual("ok".utf8) else {
            throw HashSetError(
                .sqliteCorrupt, path: database.path,
                cause: "database disk image is malformed: \(Quotation.of(words))")
        }
    }

    private static func number(_ query: String, _ database: SQLiteFile) throws(HashSetError) -> Int64 {
        let rows = try database.rows(of: query)
        guard try rows.next(), case .integer(let number) = rows[0] else { return 0 }
        return number
    }

    private static func title(_ schema: Schema, _ database: SQLiteFile) throws(HashSetError) -> SetTitle {
        let query = "SELECT version, build_set FROM VERSION ORDER BY release_date DESC LIMIT 1"
        // A VERSION of other columns is no title; it is no damage either.
        guard schema.kinds["version"] != nil, let rows = try? database.rows(of: query) else { return SetTitle() }
        guard try rows.next(), case .text(let version) = rows[0], case .text(let set) = rows[1] else {
            return SetTitle()
        }
        return SetTitle(name: "NSRL " + Text.string(set), version: Text.string(version))
    }

    var progress: Int64 {
        guard rowCount > 0 else { return 0 }
        return Int64(Double(file.byteCount) * min(1, Double(count) / Double(rowCount)))
    }

    mutating func next() throws(HashSetError) -> SetRecord? {
        guard try rows.next() else { return nil }
        count += 1
        record += 1
        if hasNumbers, case .integer(let number) = rows[0] { record = number }
        var draft = RecordDraft(RecordPlace(record: record))
        for (index, column) in columns.enumerated() { take(rows[Int32(index + 1)], as: column, into: &draft) }
        return draft.finish()
    }

    private func take(_ value: SQLiteValue, as column: Column, into draft: inout RecordDraft) {
        switch (column, value) {
        case (_, .null): break
        case (.digest(let algorithm), .text(let digits)): draft.take(digits[...], as: algorithm)
        case (.digest(let algorithm), .blob(let bytes)): draft.take(raw: bytes, as: algorithm)
        case (.digest(let algorithm), let other): draft.reject(algorithm, .notText, value: other.written)
        case (.name, .text(let name)), (.name, .blob(let name)): draft.take(name: name)
        case (.name, let other): draft.take(name: other.written)
        case (.byteCount, .integer(let number)) where number >= 0: draft.take(byteCount: UInt64(number))
        case (.byteCount, .text(let digits)): draft.take(size: digits[...])
        case (.byteCount, let other): draft.reject(field: "size", .notANumber, value: other.written)
        }
    }
}

extension SQLiteValue {
    /// The value as people write it.
    fileprivate var written: [UInt8] {
        switch self {
        case .null: []
        case .integer(let number): Array(String(number).utf8)
        case .real(let number): Array(String(number).utf8)
        case .text(let bytes), .blob(let bytes): bytes
        }
    }
}

/// Which tables and views there are, by lower-case name, and what FILE looks like.
private struct Schema {
    /// `table` or `view`.
    private(set) var kinds: [String: String] = [:]
    private(set) var columnsOfFile: [String] = []
    /// Whether FILE's rows are numbered (it is not WITHOUT ROWID, and no column hides the numbers).
    private(set) var fileHasRowNumbers = false

    init(of database: SQLiteFile) throws(HashSetError) {
        let rows = try database.rows(of: "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')")
        while try rows.next() {
            guard case .text(let kind) = rows[0], case .text(let name) = rows[1] else { continue }
            kinds[Text.string(name).lowercased()] = Text.string(kind)
        }
        guard kinds["file"] != nil else { return }
        fileHasRowNumbers = (try? database.rows(of: "SELECT rowid FROM FILE LIMIT 0")) != nil
        // Generated columns are told by table_xinfo alone.
        let columns = try database.rows(of: "PRAGMA table_xinfo(FILE)")
        while try columns.next() {
            guard case .text(let name) = columns[1] else { continue }
            let column = Text.string(name)
            if column.lowercased() == "rowid" { fileHasRowNumbers = false }
            if !column.contains("\"") { columnsOfFile.append(column) }
        }
    }
}
