internal import Findings

/// Finds the paths of folders by climbing from each to the root, and remembers those found last.
final class NTFSFolders {
    private let table: MasterFileTable
    private var known: [UInt64: Folder] = [:]
    private var knownByteCount = 0
    private let byteLimit: Int

    fileprivate struct Folder {
        let sequence: UInt16
        let isInUse: Bool
        let parent: NTFSReference
        let name: [UInt8]
        var path: [UInt8]?
    }

    static let root: UInt64 = 5
    /// Where files go whose folder is gone.
    static let orphans = Array("/$OrphanFiles".utf8)
    /// No honest folder lies deeper; Windows ends a path at 32,767 characters.
    private static let depthLimit = 4096

    /// - Parameter byteLimit: the memory for remembered folders, in bytes.
    init(_ table: MasterFileTable, byteLimit: Int = 64 << 20) {
        (self.table, self.byteLimit) = (table, byteLimit)
    }

    /// The path of the folder that a name refers to, starting with "/"; empty for the root.
    /// - Parameter isInUse: whether the file that bears the name is: a deleted one may lie in a folder that was
    ///   deleted after it.
    func path(of reference: NTFSReference, forFileInUse isInUse: Bool) -> [UInt8] {
        var (climbed, base): ([UInt64], [UInt8]) = ([], Self.orphans)
        var (next, childIsInUse) = (reference, isInUse)
        var seen: Set<UInt64> = []
        while true {
            if next.record == Self.root {
                base = []
                break
            }
            guard climbed.count < Self.depthLimit, seen.insert(next.record).inserted, let folder = folder(next.record),
                folder.matches(next, forFileInUse: childIsInUse)
            else { break }
            if let path = folder.path {
                base = path
                break
            }
            climbed.append(next.record)
            (next, childIsInUse) = (folder.parent, folder.isInUse)
        }
        for record in climbed.reversed() {
            guard let folder = folder(record) else { break }
            base += [UInt8(ascii: "/")] + folder.name
            known[record]?.path = base
            knownByteCount += base.count
        }
        return base
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
    /// Whether this is the folder that a name means. Its sequence number was raised by one when it was deleted itself.
    fileprivate func matches(_ reference: NTFSReference, forFileInUse isInUse: Bool) -> Bool {
        if isInUse { return self.isInUse && sequence == reference.sequence }
        return sequence == reference.sequence || !self.isInUse && sequence == reference.sequence &+ 1
    }
}
