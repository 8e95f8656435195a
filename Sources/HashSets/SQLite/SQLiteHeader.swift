/// What the first bytes of an SQLite database (its file format, section 1.3) say about its length.
///
/// SQLite reads a database that lost its end until it meets a page that is not there, which a table may not do.
enum SQLiteHeader {
    static let magic = Array("SQLite format 3\0".utf8)

    /// - Throws: `sqliteCorrupt` when the file is no database, or shorter than it says.
    static func check(_ file: SourceFile) throws(HashSetError) {
        let header = try file.opening(100)
        let number = { (range: Range<Int>) in header[range].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        guard header.count == 100, header.starts(with: magic) else {
            throw HashSetError(.sqliteCorrupt, path: file.path, byteOffset: 0, cause: "file is not a database")
        }
        // 1 stands for 65,536, which does not fit into the two bytes.
        let pageSize = number(16..<18) == 1 ? 65_536 : number(16..<18)
        guard (512...65_536).contains(pageSize), pageSize.nonzeroBitCount == 1 else {
            throw HashSetError(
                .sqliteCorrupt, path: file.path, byteOffset: 16,
                cause: "file is not a database: its page size is \(pageSize)")
        }
        // The page count counts only if the program that wrote last knew it (3.7.0 and later).
        guard number(24..<28) == number(92..<96) else { return }
        let expected = pageSize * number(28..<32)
        guard expected <= UInt64(file.byteCount) else {
            throw HashSetError(
                .sqliteCorrupt, path: file.path, byteOffset: file.byteCount,
                cause: "file is shorter than its header says: \(file.byteCount) of \(expected) bytes")
        }
    }
}
