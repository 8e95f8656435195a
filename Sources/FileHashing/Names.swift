internal import Glibc
internal import Processes

/// The system's calls that take names, which are bytes. The one place with their pointers.
enum Names {
    /// What the name stands for.
    /// - Parameter following: whether a symbolic link stands for what it leads to.
    static func kind(of path: [UInt8], following: Bool) throws(SystemRefusal) -> FileKind {
        var status = stat()
        let code = unsafe withPath(path) { unsafe following ? stat($0, &status) : lstat($0, &status) }
        guard code == 0 else { throw SystemRefusal(code: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        case S_IFIFO: return .pipe
        case S_IFSOCK: return .socket
        default: return .device
        }
    }

    /// The names in a folder, in the order of their bytes.
    static func inFolder(_ path: [UInt8]) throws(SystemRefusal) -> [[UInt8]] {
        guard let folder = unsafe withPath(path, { unsafe opendir($0) }) else { throw SystemRefusal(code: errno) }
        defer { unsafe closedir(folder) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else { break }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
        }
        guard errno == 0 else { throw SystemRefusal(code: errno) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Opens a file to be read from its start to its end, without following a link in its last part unless asked to.
    /// - Returns: the descriptor, which the caller closes.
    static func open(_ path: [UInt8], following: Bool) throws(SystemRefusal) -> Int32 {
        let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (following ? 0 : O_NOFOLLOW)
        let descriptor = unsafe withPath(path) { unsafe Glibc.open($0, flags) }
        guard descriptor >= 0 else { throw SystemRefusal(code: errno) }
        return descriptor
    }

    private static func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        unsafe (path + [0]).withUnsafeBufferPointer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe body($0.baseAddress.unsafelyUnwrapped) }
        }
    }
}

/// The system has refused something, and why.
struct SystemRefusal: Error, Hashable {
    let code: Int32

    var words: String { SystemError.words(for: code) }
}
