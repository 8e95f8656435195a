internal import Foundation

/// What the kernel says of a process (proc(5)).
struct ProcessFigures {
    let id: Int32
    let parent: Int32
    /// Its own, and what its children have used that have ended.
    let processorSeconds: Double

    static var all: [ProcessFigures] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
            .compactMap { ProcessFigures(of: $0) }
    }

    /// nil when there is no such process.
    init?(of id: Int32) {
        guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .isoLatin1),
            let close = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
        (self.id, self.parent) = (id, parent)
        processorSeconds = fields[11...14].reduce(0) { $0 + (Double($1) ?? 0) } / 100
    }

    /// Resident memory that is no file's, in bytes.
    var anonymousByteCount: Int {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return kibibytes << 10
    }
}
