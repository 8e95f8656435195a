/// How much memory a process holds that is not a file's.
public enum ProcessMemory {
    /// The private memory of a process in bytes, resident or swapped out, from `/proc/PID/status` (proc(5)); nil when it is
    /// gone.
    public static func privateByteCount(of process: Int32) -> Int? {
        SmallFile.contents(at: "/proc/\(process)/status", atMost: 1 << 16).flatMap(privateByteCount(inStatus:))
    }

    static func privateByteCount(inStatus text: String) -> Int? {
        var counts: [Substring: Int] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split { $0 == ":" || $0.isWhitespace }
            if words.count == 3, words[2] == "kB" { counts[words[0]] = Int(words[1]) }
        }
        guard let resident = counts["RssAnon"], let swapped = counts["VmSwap"] else { return nil }
        return (resident + swapped) << 10
    }
}
