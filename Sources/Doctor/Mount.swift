internal import Foundation

/// Where a folder of evidence lies.
struct Mount: Hashable {
    let path: String
    var exists: Bool
    var isReadable: Bool
    /// Whether this user could write there, if the mount let it.
    var isWritable: Bool
    /// What is mounted there; nil where that cannot be told.
    var entry: MountEntry?

    static func look(at path: String, in table: MountTable) -> Mount {
        let files = FileManager.default
        let real = URL(filePath: path).resolvingSymlinksInPath().path
        return Mount(
            path: path, exists: files.fileExists(atPath: path), isReadable: files.isReadableFile(atPath: path),
            isWritable: files.isWritableFile(atPath: path), entry: table.entry(of: real))
    }

    var diagnosis: Diagnosis {
        let subject = "evidence in \(path)"
        guard exists else {
            return Diagnosis(subject, .wrong, "there is no such folder", remedy: "Mount it, or correct the path.")
        }
        guard isReadable else {
            return Diagnosis(
                subject, .wrong, "this user cannot read it",
                remedy: "Let the group that may read it in: SupplementaryGroups= in a drop-in of the unit.")
        }
        guard let entry else { return .sound(subject, "readable") }
        if entry.isReadOnly { return .sound(subject, "\(entry.fileSystem), mounted read-only") }
        return Diagnosis(
            subject, .doubtful,
            "\(entry.fileSystem), mounted for writing" + (isWritable ? ", and this user may write" : ""),
            remedy: "Caseload opens evidence for reading alone; mount it so, too: mount -o remount,ro \(entry.point)")
    }
}

/// One mount of this host.
struct MountEntry: Hashable {
    let point: String
    let fileSystem: String
    let isReadOnly: Bool

    /// - Parameter line: of `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
    init?(line: Substring) {
        let halves = line.split(separator: " - ", maxSplits: 1)
        guard halves.count == 2 else { return nil }
        let (fields, rest) = (halves[0].split(separator: " "), halves[1].split(separator: " "))
        guard fields.count >= 6, rest.count >= 3 else { return nil }
        point = Self.unescaped(fields[4])
        fileSystem = String(rest[0])
        isReadOnly = [fields[5], rest[2]].contains { $0.split(separator: ",").contains("ro") }
    }

    /// Spaces and the like stand there as `\040`.
    private static func unescaped(_ text: Substring) -> String {
        // The backslash comes last: what it brings forth is no escape.
        [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")].reduce(String(text)) { text, escape in
            text.replacing(escape.0, with: escape.1)
        }
    }
}

/// All mounts of this host, as this process sees them.
struct MountTable: Hashable {
    private let entries: [MountEntry]

    init(text: String) { entries = text.split(separator: "\n").compactMap { MountEntry(line: $0) } }

    static func ofThisHost() -> MountTable {
        MountTable(text: (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? "")
    }

    /// The mount that an absolute path lies in: of several at one point, the last hides the others.
    func entry(of path: String) -> MountEntry? {
        func holds(_ point: String) -> Bool { point == "/" || path == point || path.hasPrefix(point + "/") }
        let longest = entries.filter { holds($0.point) }.map(\.point.utf8.count).max()
        return entries.last { holds($0.point) && $0.point.utf8.count == longest }
    }
}
