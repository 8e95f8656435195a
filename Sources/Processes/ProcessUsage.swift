internal import Foundation
internal import Glibc

/// What a process uses of its machine at this moment (proc(5)).
public struct ProcessUsage: Hashable, Sendable {
    /// Memory that is there for it, files that it has mapped included.
    public let residentByteCount: Int64
    public let virtualByteCount: Int64
    /// Of all its threads, in the program and in the kernel.
    public let processorSeconds: Double
    /// When it started, in seconds since the machine did.
    public let startedAt: Double
    public let openFileCount: Int
    /// How many files it may open; nil where there is no limit that can be read.
    public let openFileLimit: Int?

    /// nil when the process is gone.
    public static func ofThisProcess() -> ProcessUsage? {
        guard let stat = SmallFile.contents(at: "/proc/self/stat") else { return nil }
        let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        return ProcessUsage(
            stat: stat, ticksPerSecond: ticks, pageByteCount: Int64(sysconf(Int32(_SC_PAGESIZE))),
            openFileCount: files?.count ?? 0, openFileLimit: openFileLimit())
    }

    /// - Parameter stat: the line in `/proc/PID/stat`.
    init?(stat: String, ticksPerSecond: Double, pageByteCount: Int64, openFileCount: Int, openFileLimit: Int?) {
        // The second field, the program's name, may hold spaces and parentheses: count from the third.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(whereSeparator: \.isWhitespace)
        guard fields.count >= 22, let user = Double(fields[11]), let system = Double(fields[12]),
            let start = Double(fields[19]), let virtual = Int64(fields[20]), let pages = Int64(fields[21]),
            ticksPerSecond > 0
        else { return nil }
        processorSeconds = (user + system) / ticksPerSecond
        startedAt = start / ticksPerSecond
        virtualByteCount = virtual
        residentByteCount = pages.multipliedReportingOverflow(by: pageByteCount).partialValue
        (self.openFileCount, self.openFileLimit) = (openFileCount, openFileLimit)
    }

    private static func openFileLimit() -> Int? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
    }
}
