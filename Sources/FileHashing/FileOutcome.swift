public import Findings

/// What became of one name: a file with its digests, or why it has none. Names are bytes.
public enum FileOutcome: Hashable, Sendable {
    /// - byteCount: bytes that were read.
    case digested(path: [UInt8], byteCount: Int64, digests: Digests)
    /// A file or folder that could not be read, and the system's words for it.
    case unread(path: [UInt8], cause: String)
    /// What holds no content of its own: a link met on the way, a socket, a pipe, a device.
    case passed(path: [UInt8], kind: FileKind)
}

/// What a name stands for.
public enum FileKind: String, Hashable, Sendable {
    case file, folder
    case link = "symbolic link"
    case pipe, socket, device
}
