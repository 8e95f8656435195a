/// All files at and below some paths, in an order that depends on nothing but their names: as they were given, and in each
/// folder by the bytes of the names. Links are followed where they were named, not where they are met: what they lead to is
/// met by its own name, or was not asked for.
///
/// Its memory is the names of the folders on the way down, each held whole.
struct FileWalk {
    /// What a walk meets.
    enum Entry: Hashable {
        case file([UInt8], isNamed: Bool)
        case outcome(FileOutcome)
    }

    private let isRecursive: Bool
    /// What is still to be met, the next one last.
    private var waiting: [(path: [UInt8], isNamed: Bool)]

    init(_ paths: [[UInt8]], isRecursive: Bool) {
        self.isRecursive = isRecursive
        waiting = paths.reversed().map { ($0, true) }
    }

    mutating func next() -> Entry? {
        while let (path, isNamed) = waiting.popLast() {
            do throws(SystemRefusal) {
                switch try Names.kind(of: path, following: isNamed) {
                case .file: return .file(path, isNamed: isNamed)
                // A pipe that was named is read as `cat` does: `<(…)` of the shell is one.
                case .pipe where isNamed: return .file(path, isNamed: isNamed)
                case .folder where isRecursive: try descend(into: path)
                case .folder: return .outcome(.unread(path: path, cause: "is a folder; --recursive goes into it"))
                case let kind: return .outcome(.passed(path: path, kind: kind))
                }
            } catch {
                return .outcome(.unread(path: path, cause: error.words))
            }
        }
        return nil
    }

    private mutating func descend(into folder: [UInt8]) throws(SystemRefusal) {
        let prefix = folder.last == 0x2F ? folder : folder + [0x2F]
        for name in try Names.inFolder(folder).reversed() { waiting.append((prefix + name, false)) }
    }
}
