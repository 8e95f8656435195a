import Foundation
import Glibc

/// A process of a run of Caseload, as the kernel shows it.
struct RunningProcess: Hashable, CustomStringConvertible {
    let id: pid_t
    let parent: pid_t
    let arguments: [String]
    /// What it has used of the processors, in the kernel's ticks (a hundredth of a second).
    let ticks: Int

    enum Role: String, CaseIterable {
        case examine, keeper, coordinator, worker, examiner, postgres, other
    }

    /// Children of PostgreSQL's server show another name, but it starts with `postgres:`.
    var role: Role {
        guard let first = arguments.first else { return .other }
        if first.hasPrefix("postgres:") || first.hasSuffix("/postgres") { return .postgres }
        return arguments.dropFirst().first.flatMap(Role.init) ?? .other
    }

    /// All processes that were started, directly or not, with a mark in their environment. PostgreSQL's children write
    /// their titles over it, so what a marked one has started counts too.
    static func all(marked mark: String) -> [RunningProcess] {
        let ids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        let marked = Set(ids.filter { $0 != getpid() && contents(of: $0, "environ").contains(mark) })
        // An examiner's environment only root may see: its parent's tells.
        return ids.compactMap(RunningProcess.init).filter { marked.contains($0.id) || marked.contains($0.parent) }
    }

    /// All processes that one has started itself.
    static func children(of parent: pid_t) -> [RunningProcess] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
            .compactMap(RunningProcess.init).filter { $0.parent == parent }
    }

    func send(_ signal: Int32) { kill(id, signal) }

    /// nil when it has ended, or is only waited for.
    private init?(id: pid_t) {
        let stat = Self.contents(of: id, "stat")
        // The second field, the program's name, may hold spaces and parentheses.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 12, fields[0] != "Z", let parent = pid_t(fields[1]), let user = Int(fields[11]),
            let system = Int(fields[12])
        else {
            return nil
        }
        (self.id, self.parent) = (id, parent)
        arguments = Self.contents(of: id, "cmdline").split(separator: "\0").map(String.init)
        ticks = user + system
    }

    private static func contents(of id: pid_t, _ name: String) -> String {
        (try? String(contentsOfFile: "/proc/\(id)/\(name)", encoding: .isoLatin1)) ?? ""
    }

    var description: String { "\(id) \(arguments.joined(separator: " ").prefix(120))" }
}

extension Sequence<RunningProcess> {
    func having(_ role: RunningProcess.Role) -> [RunningProcess] { filter { $0.role == role } }
}
