internal import Findings

/// Finds the paths of folders by climbing from each to the root, and remembers the folders that were met.
final class NTFSFolders {
    private let table: MasterFileTable
    private let pathByteCount: Int
    private var known: [UInt64: Folder] = [:]
    private var knownByteCount = 0
    private let byteLimit: Int
    /// What was asked for last: files of one folder mostly follow each other.
    private var last: (question: Question, path: [UInt8])?
    /// The first folder that lies so deep that paths begin with it.
    private(set) var firstDeep: UInt64?

    fileprivate struct Folder {
        let sequence: UInt16
        let isInUse: Bool
        let parent: NTFSReference
        let name: [UInt8]
    }

    private struct Question: Equatable {
        let folder: NTFSReference
        let isInUse: Bool
    }

    static let root: UInt64 = 5
    /// How far up a folder is searched for above another; no honest one lies deeper.
    private static let depthLimit = 4096

    /// - Parameters:
    ///   - pathByteCount: the longest path that is put together, in bytes.
    ///   - byteLimit: the memory for remembered folders, in bytes.
    init(_ table: MasterFileTable, pathByteCount: Int, byteLimit: Int = 64 << 20) {
        (self.table, self.pathByteCount, self.byteLimit) = (table, pathByteCount, byteLimit)
    }

    /// The path of the folder that a name refers to, starting with "/"; empty for the root.
    /// - Parameter isInUse: whether the file that bears the name is: a deleted one may lie in a folder that was
    ///   deleted after it.
    func path(of reference: NTFSReference, forFileInUse isInUse: Bool) -> [UInt8] {
        let question = Question(folder: reference, isInUse: isInUse)
        if let last, last.question == question { return last.path }
        let path = climb(from: question)
        last = (question, path)
        return path
    }

    /// A path depends on nothing but the folders on it, so that it is the same whatever was asked before.
    private func climb(from question: Question) -> [UInt8] {
        var (names, byteCount): ([[UInt8]], Int) = ([], 0)
        var (next, childIsInUse) = (question.folder, question.isInUse)
        var (base, seen): ([UInt8], Set<UInt64>) = ([], [])
        while next.record != Self.root {
            guard seen.insert(next.record).inserted, let folder = folder(next.record),
                folder.matches(next, forFileInUse: childIsInUse)
            else {
                base = VirtualFolder.orphans
                break
            }
            byteCount += 1 + folder.name.count
            guard byteCount <= pathByteCount else {
                base = VirtualFolder.deep(next.record)
                firstDeep = firstDeep ?? next.record
                break
            }
            names.append(folder.name)
            (next, childIsInUse) = (folder.parent, folder.isInUse)
        }
        return names.reversed().reduce(into: base) { path, name in
            path.append(UInt8(ascii: "/"))
            path += name
        }
    }

    /// Whether a folder lies in another, at any depth, or is it.
    func isFolder(_ record: UInt64, in ancestor: UInt64) -> Bool {
        var (next, seen): (UInt64, Set<UInt64>) = (record, [])
        while seen.insert(next).inserted, seen.count < Self.depthLimit {
            if next == ancestor { return true }
            guard next != Self.root, let folder = folder(next) else { return false }
            next = folder.parent.record
        }
        return false
    }

    /// The folder that a folder lies in; nil when the record is no folder.
    func parent(of record: UInt64) -> NTFSReference? { folder(record)?.parent }

    private func folder(_ record: UInt64) -> Folder? {
        if let folder = known[record] { return folder }
        guard let file = try? table.file(at: record), file.record.isFolder, file.record.base == nil,
            let name = NTFSFileName.paths(of: file.names).first
        else { return nil }
        let folder = Folder(
            sequence: file.record.sequence, isInUse: file.record.isInUse, parent: name.folder, name: name.name)
        if knownByteCount > byteLimit {
            known.removeAll(keepingCapacity: true)
            knownByteCount = 0
        }
        known[record] = folder
        knownByteCount += name.name.count + 160
        return folder
    }
}

extension NTFSFolders.Folder {
    fileprivate func matches(_ reference: NTFSReference, forFileInUse isInUse: Bool) -> Bool {
        reference.means(sequence: sequence, isInUse: self.isInUse, forFileInUse: isInUse)
    }
}
