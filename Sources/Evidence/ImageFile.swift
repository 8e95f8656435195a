/// One of the files that an image consists of, for the record.
public struct ImageFile: Hashable, Sendable {
    /// Its name in the exhibit's folder.
    public let name: String
    /// Its own size in bytes.
    public let byteCount: Int64

    public init(name: String, byteCount: Int64) {
        self.name = name
        self.byteCount = byteCount
    }
}
