internal import Glibc

/// How much memory a process holds that is not a file's.
public enum ProcessMemory {
    /// The private resident memory of a process in bytes, from `/proc/PID/statm` (proc(5)); nil when it is gone.
    public static func privateByteCount(of process: Int32) -> Int? {
        guard let text = SmallFile.contents(at: "/proc/\(process)/statm") else { return nil }
        let fields = text.split(separator: " ").prefix(3).compactMap { Int($0) }
        guard fields.count == 3 else { return nil }
        return max(0, fields[1] - fields[2]) * sysconf(Int32(_SC_PAGESIZE))
    }
}
