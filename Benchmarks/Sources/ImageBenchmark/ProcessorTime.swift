internal import Glibc

/// What processors were used, in seconds, user's and system's together.
enum ProcessorTime {
    /// By this process.
    static var own: Double { seconds(of: RUSAGE_SELF) }
    /// By those of its children that have ended.
    static var children: Double { seconds(of: RUSAGE_CHILDREN) }

    private static func seconds(of who: __rusage_who) -> Double {
        var usage = rusage()
        guard unsafe getrusage(who.rawValue, &usage) == 0 else { return 0 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
