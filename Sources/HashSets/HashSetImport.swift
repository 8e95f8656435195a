internal import Findings

/// Brings a hash set from a file in one of the known formats into an index.
///
/// Memory stays under 1 GiB however large the file is and however long its lines are. What takes up room in the folder
/// while it runs has no name, so nothing is left behind when it is killed but a hidden `.partial` file, which the next
/// import removes.
public struct HashSetImport {
    private let path: String
    private let format: HashSetFormat?
    private let name: String?
    private let version: String?
    private let category: String?
    private let chunkByteCount: Int

    /// - Parameters:
    ///   - file: the set's file.
    ///   - format: its format; by default what its content shows.
    ///   - name: the set's name; by default its own, or the file's.
    ///   - version: the set's version; by default its own, or the first 12 digits of the file's SHA-256.
    ///   - category: the category of entries that have none themselves.
    public init(
        file: String, format: HashSetFormat? = nil, name: String? = nil, version: String? = nil,
        category: String? = nil
    ) {
        self.init(
            file: file, format: format, name: name, version: version, category: category,
            chunkByteCount: ExternalSort.standardChunkByteCount)
    }

    init(
        file: String, format: HashSetFormat? = nil, name: String? = nil, version: String? = nil,
        category: String? = nil, chunkByteCount: Int
    ) {
        (path, self.format, self.name, self.version) = (file, format, name, version)
        (self.category, self.chunkByteCount) = (category, chunkByteCount)
    }

    /// Reads the file, writes `<its SHA-256>.hashset` into the folder and looks every entry up in it.
    ///
    /// The same file, name, version and category give the same index, byte for byte.
    /// - Throws: what makes the file unusable; then the folder is as it was.
    public func run(
        into directory: String, progress: (ImportProgress) -> Void = { _ in }
    ) throws(HashSetError) -> ImportReport {
        let file = try SourceFile(opening: path)
        var reader = try FormatTable.open(file, as: format)
        var intake = ImportIntake(
            file: file, category: category, sort: ExternalSort(in: directory, chunkByteCount: chunkByteCount))
        try intake.take(from: &reader, progress: progress)
        let rows = try intake.finish()
        let description = IndexDescription(
            name: name ?? reader.title.name ?? Self.baseName(of: path),
            version: try version(of: reader.title, file),
            format: type(of: reader).format, category: category)
        return try compile(rows, intake, description, into: directory, progress: progress)
    }

    private func compile(
        _ rows: SortedRows, _ intake: ImportIntake, _ description: IndexDescription, into directory: String,
        progress: (ImportProgress) -> Void
    ) throws(HashSetError) -> ImportReport {
        var compiler = IndexCompiler(rows: rows, categories: intake.categories, path: path, read: intake.read)
        let (partial, sha256) = try compiler.write(
            description, rejected: intake.rejectedCount, into: directory, progress: progress)
        let index = try HashSetIndex(mapping: partial.path, sha256: sha256, verifying: true)
        let verified = try compiler.verify(index, progress: progress)
        let written = index.summary.entries
        guard compiler.distinct == written, written == verified else {
            throw HashSetError(
                .countsDisagree, path: path,
                cause: "of \(compiler.distinct) distinct entries \(written) were written and \(verified) found again")
        }
        let digits = Hexadecimal.text(sha256)
        try partial.publish(as: digits + HashSetIndex.fileEnding)
        return ImportReport(
            name: description.name, version: description.version, category: description.category,
            format: description.format, sha256: digits, read: intake.read, distinct: compiler.distinct,
            written: written, verified: verified, rejected: intake.rejected, rejectedCount: intake.rejectedCount)
    }

    private static func baseName(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private func version(of title: SetTitle, _ file: SourceFile) throws(HashSetError) -> String {
        if let version = version ?? title.version { return version }
        return String(Hexadecimal.text(try Self.digest(of: file)).prefix(12))
    }

    /// What decides what `run` writes: the file's content and what was asked for, as 64 hexadecimal digits. Imports with
    /// the same fingerprint make the same index and the same report.
    public func fingerprint() throws(HashSetError) -> String {
        let content = Hexadecimal.text(try Self.digest(of: try SourceFile(opening: path)))
        let options: [String?] = [format?.rawValue, name ?? Self.baseName(of: path), version, category]
        let parts = ["\(IndexLayout.version)", content] + options.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }
        var digest = try FileDigest(of: path)
        try digest.update(Array(parts.joined(separator: "\n").utf8).span)
        return Hexadecimal.text(try digest.finalize())
    }

    /// The SHA-256 of a file's content.
    private static func digest(of file: SourceFile) throws(HashSetError) -> [UInt8] {
        var digest = try FileDigest(of: file.path)
        var (offset, piece): (Int64, [UInt8]) = (0, [])
        while true {
            piece.removeAll(keepingCapacity: true)
            let count = try file.read(at: offset, count: 1 << 20, into: &piece)
            if count == 0 { break }
            try digest.update(piece.span)
            offset += Int64(count)
        }
        return try digest.finalize()
    }
}
