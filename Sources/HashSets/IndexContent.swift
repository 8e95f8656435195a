internal import Findings

/// An index as mere bytes, to be handed on to another computer.
public final class IndexContent: Sendable {
    private let file: SourceFile

    public var byteCount: Int64 { file.byteCount }

    /// - Throws: `unreadable` where the folder has no such index.
    public init(of sha256: [UInt8], in directory: String) throws(HashSetError) {
        file = try SourceFile(opening: "\(directory)/\(Hexadecimal.text(sha256))\(HashSetIndex.fileEnding)")
    }

    /// At most `count` bytes from `offset` on; none only at the end.
    public func bytes(at offset: Int64, count: Int) throws(HashSetError) -> [UInt8] {
        guard offset >= 0 else { return [] }
        var bytes: [UInt8] = []
        _ = try file.read(at: offset, count: count, into: &bytes)
        return bytes
    }
}
