internal import Findings

/// A file system whose files are found by going from folder to folder.
protocol FileTree: AnyObject {
    var rootAddress: UInt64 { get }
    /// Whether an honest folder can have several names.
    var foldersHaveLinks: Bool { get }
    /// Whether a folder can have streams, forks or extended attributes, the root among them.
    var foldersHaveStreams: Bool { get }
    /// Whether the contents of deleted files are looked for: until they claim more than is honest.
    var recoversContent: Bool { get set }

    /// Tells the names in a folder, in its own order, deleted ones included.
    /// - Parameter isAllocated: whether the folder is in use itself.
    /// - Throws: what `body` throws; an `EvidenceError` when a part of the folder could not be read, after the rest
    ///   was told.
    func list(_ folder: UInt64, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws

    /// Reads what an address means.
    /// - Parameter isAllocated: whether the name that led to it is in use; nil where none did.
    func file(at address: UInt64, isAllocated: Bool?) throws(EvidenceError) -> TreeFile

    /// Tells addresses that may be files without a name, in order.
    /// - Parameters:
    ///   - body: whether to go on.
    ///   - lost: is told of each stretch that cannot be searched, where the search goes on behind it.
    /// - Throws: what `lost` throws; an `EvidenceError` that ends the search.
    func forEachOrphan(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws
}

extension FileTree {
    var foldersHaveStreams: Bool { false }
}

/// One name in a folder.
struct TreeName {
    var bytes: [UInt8]
    /// The address of the metadata that it names; 0 when it names none any more.
    var address: UInt64
    var isAllocated: Bool
    var kind: Item.Kind
    /// A second name in the same place.
    var further: [UInt8]?
}

/// What an address of a tree means.
struct TreeFile {
    var isAllocated: Bool
    var isFolder: Bool
    /// The main item first. Their paths are the walk's to fill in.
    var items: [PlannedItem]
    /// The name that its metadata itself has, where there is one.
    var name: [UInt8]?
    /// Where the names of a folder begin, where two folders can be made to have the same ones.
    var folderContent: UInt64?
}
