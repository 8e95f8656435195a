internal import CProcess
internal import Glibc

/// What this host's kernel offers.
public enum HostFeatures {
    /// The version of Landlock's interface (landlock(7)); 0 where the kernel has none, or has it switched off.
    public static var landlockVersion: Int { Int(caseload_landlock_version()) }

    /// Whether a process can be confined to some system calls (seccomp(2)).
    public static var hasSeccomp: Bool {
        SmallFile.contents(at: "/proc/sys/kernel/seccomp/actions_avail")?.contains("errno") == true
    }

    /// Whether memory can be had as a file without a name (memfd_create(2)).
    public static var hasMemoryFiles: Bool {
        guard let descriptor = try? FlightRecorder.makePage() else { return false }
        Descriptors.close(descriptor)
        return true
    }

    /// Whether the kernel's clock follows a source of time (adjtimex(2)).
    public static var isClockSynchronised: Bool { caseload_clock_is_synchronised() == 1 }

    /// The memory of this host in bytes, or of the group of processes that this one is in, if that is less
    /// (proc_meminfo(5), Linux: cgroup-v2, "memory.max"); nil where neither can be read.
    public static var memoryByteCount: Int64? {
        let group =
            SmallFile.contents(at: "/proc/self/cgroup")?.split(separator: "\n")
            .first { $0.hasPrefix("0::") }.map { String($0.dropFirst(3)) } ?? "/"
        let limit = SmallFile.contents(at: "/sys/fs/cgroup\(group)/memory.max").flatMap { Int64($0.filter(\.isNumber)) }
        let total = SmallFile.contents(at: "/proc/meminfo").flatMap(totalByteCount(in:))
        return [limit, total].compactMap(\.self).min()
    }

    private static func totalByteCount(in text: String) -> Int64? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
        return line.flatMap { Int64($0.filter(\.isNumber)) }.flatMap { $0 > Int64.max >> 10 ? nil : $0 << 10 }
    }
}
