internal import Glibc

/// The program that this process runs.
public enum ThisProgram {
    /// Its file's absolute path, so that it can be started again in another role.
    public static func path() throws(ProcessError) -> String {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, filled in
            filled = unsafe buffer.withMemoryRebound(to: CChar.self) { path in
                guard let start = path.baseAddress else { return 0 }
                return unsafe max(0, readlink("/proc/self/exe", start, path.count))
            }
        }
        guard !bytes.isEmpty else { throw ProcessError("find this program's file", code: SystemError.last) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
