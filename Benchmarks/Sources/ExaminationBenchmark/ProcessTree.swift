internal import CReaper
internal import Foundation
internal import Glibc

/// All processes that come from this one, however they detach: it adopts those that lose their parent.
struct ProcessTree {
    init() throws {
        guard creaper_adopt_orphans() == 0 else { throw BenchmarkError("cannot adopt orphaned processes") }
    }

    /// The memory of all descendants together, in bytes: proportional set sizes, in which what several processes share
    /// counts once.
    func memoryByteCount() -> Int64 {
        descendants().reduce(0) { $0 + memoryByteCount(of: $1) }
    }

    func descendants() -> [Int32] {
        var children: [Int32: [Int32]] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let process = Int32(name), let parent = parent(of: process) else { continue }
            children[parent, default: []].append(process)
        }
        var found: [Int32] = []
        var open = [getpid()]
        while let process = open.popLast() {
            let next = children[process] ?? []
            found += next
            open += next
        }
        return found
    }

    /// Waits for adopted processes that have ended, so that their processor time counts.
    func reap() {
        while waitpid(-1, nil, WNOHANG) > 0 {}
    }

    /// What all descendants that have ended have used of the processors, in seconds.
    func processorSeconds() -> Double {
        var usage = rusage()
        guard unsafe getrusage(RUSAGE_CHILDREN.rawValue, &usage) == 0 else { return 0 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// The fourth field of `stat`; the second, the program's name, may hold spaces and parentheses.
    private func parent(of process: Int32) -> Int32? {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .isoLatin1),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[end...].split(separator: " ")
        return fields.count > 2 ? Int32(fields[2]) : nil
    }

    private func memoryByteCount(of process: Int32) -> Int64 {
        guard let rollup = try? String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .isoLatin1),
            let line = rollup.split(separator: "\n").first(where: { $0.hasPrefix("Pss:") }),
            let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int64($0) })
        else { return 0 }  // it has just ended
        return kibibytes * 1024
    }
}
