import Foundation
import Glibc

/// A descriptor that a process holds, as the kernel shows it.
struct OpenFile: Hashable, CustomStringConvertible {
    let number: Int
    /// A path, or `socket:[12345]` and its like.
    let path: String
    let isWritable: Bool

    var isSocketOrPipe: Bool { path.hasPrefix("socket:") || path.hasPrefix("pipe:") }
    /// Of a process's own event loop; nobody can hand it on.
    var isOfEvents: Bool { path.hasPrefix("anon_inode:") }
    var description: String { "\(number) → \(path)\(isWritable ? ", to be written" : "")" }
}

extension RunningProcess {
    /// What it holds open now; nothing once it has ended.
    var open: [OpenFile] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd")) ?? []
        return numbers.compactMap { number in
            guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/fd/\(number)"),
                let flags = contents("fdinfo/\(number)").firstMatch(of: /flags:\s+([0-7]+)/)
            else { return nil }
            let mode = Int32(flags.1, radix: 8) ?? 0
            return OpenFile(number: Int(number) ?? -1, path: path, isWritable: mode & O_ACCMODE != O_RDONLY)
        }
    }

    /// A file of its folder in `/proc`.
    func contents(_ name: String) -> String {
        (try? String(contentsOfFile: "/proc/\(id)/\(name)", encoding: .isoLatin1)) ?? ""
    }
}
