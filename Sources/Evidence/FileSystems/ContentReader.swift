public import Findings

/// Reads the content of items that do not lie on the device as they are: compressed, or kept in metadata.
public final class ContentReader {
    private let reader: Reader

    private enum Reader {
        case ntfs(NTFSContentReader)
        case tsk(TSKFileSystem)
    }

    public init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        let cached = CachedDevice(device)
        reader =
            if volume.fileSystem == "ntfs" {
                .ntfs(try NTFSContentReader(of: volume, on: cached))
            } else {
                .tsk(try TSKFileSystem(of: volume, on: cached))
            }
    }

    /// Hands out the content of an attribute, from its first byte to its last, in pieces of at most 16 MiB (1 MiB but
    /// for the rarest compression).
    /// - Parameters:
    ///   - address, type, id: the parser's numbers, as in `Item.Reading.parser`.
    ///   - byteCount: how much there must be.
    /// - Throws: what `each` throws; an `EvidenceError` where content cannot be read or ends early.
    public func read(
        _ address: UInt64, type: UInt32, id: UInt16, byteCount: Int64, each: (Span<UInt8>) throws -> Void
    ) throws {
        switch reader {
        case .ntfs(let reader):
            try reader.read(address, type: type, id: id, byteCount: byteCount, each: each)
        case .tsk(let fileSystem):
            try TSKFile(at: address, of: fileSystem).read(type, id: id, byteCount: byteCount, each: each)
        }
    }
}
