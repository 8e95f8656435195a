internal import Findings
internal import Glibc

/// A folder of compiled hash sets.
public struct HashSetLibrary: Sendable, Hashable {
    public let directory: String

    public init(directory: String) { self.directory = directory }

    /// What the folder holds, and which of its indexes cannot be used.
    public struct Contents: Sendable {
        /// By name, then version, then content.
        public var summaries: [HashSetSummary]
        public var damaged: [HashSetError]
    }

    /// Every index of the folder, by its header; a folder that is not there holds none.
    public func list() throws(HashSetError) -> Contents {
        var contents = Contents(summaries: [], damaged: [])
        for name in try names() {
            do throws(HashSetError) {
                contents.summaries.append(try HashSetIndex(opening: path(of: name), verifying: false).summary)
            } catch { contents.damaged.append(error) }
        }
        contents.summaries.sort { ($0.name, $0.version, $0.sha256) < ($1.name, $1.version, $1.sha256) }
        return contents
    }

    /// Opens every index of the folder, in the order of their names.
    /// - Throws: what is wrong with the first that cannot be used: matching without it would hide hits.
    public func open(verifying: Bool) throws(HashSetError) -> [HashSetIndex] {
        var indexes: [HashSetIndex] = []
        for name in try names() { indexes.append(try HashSetIndex(opening: path(of: name), verifying: verifying)) }
        return indexes
    }

    /// Opens the index with this SHA-256, in 64 hexadecimal digits.
    public func open(_ sha256: String, verifying: Bool) throws(HashSetError) -> HashSetIndex {
        try HashSetIndex(opening: path(of: sha256.lowercased() + HashSetIndex.fileEnding), verifying: verifying)
    }

    /// Whether the folder has the index with this SHA-256 (32 bytes). Nothing of it is read.
    public func holds(_ sha256: [UInt8]) -> Bool {
        unsafe access(path(of: Hexadecimal.text(sha256) + HashSetIndex.fileEnding), R_OK) == 0
    }

    /// Removes the index with this SHA-256, in 64 hexadecimal digits. Who has it open can go on using it.
    public func remove(_ sha256: String) throws(HashSetError) {
        let name = sha256.lowercased() + HashSetIndex.fileEnding
        guard DigestText.read(Array(sha256.utf8)[...])?.algorithm == .sha256 else {
            throw HashSetError(.notAnIndex, path: directory, cause: "\(sha256) is no SHA-256")
        }
        try Folder.remove(path(of: name))
    }

    private func path(of name: String) -> String { "\(directory)/\(name)" }

    /// The names of the indexes in the folder, sorted.
    private func names() throws(HashSetError) -> [String] {
        try Folder.names(in: directory).filter { $0.hasSuffix(HashSetIndex.fileEnding) && !$0.hasPrefix(".") }.sorted()
    }
}
