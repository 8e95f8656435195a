import Foundation

/// Where a process keeps what it can fetch again.
enum CacheFolder {
    /// The folder that was named; else systemd's (`CacheDirectory=`), else `caseload` in the user's caches.
    static func path(
        _ named: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        if let named { return AbsolutePath.of(named) }
        // systemd separates several by colons (systemd.exec(5)).
        if let first = environment["CACHE_DIRECTORY"]?.split(separator: ":").first { return String(first) }
        // A path that does not start at the root counts as not set (XDG Base Directory Specification).
        let base = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (base ?? NSHomeDirectory() + "/.cache") + "/caseload"
    }
}
