/// What each record of the master file table was found to be: four bytes for each, so that names which lead to the
/// wrong record can be told from honest ones.
struct NTFSRecordStates {
    enum State {
        case unused, damaged, `extension`
        case file(sequence: UInt16, isInUse: Bool, isFolder: Bool)
    }

    private var sequences: [UInt16] = []
    private var flags: [UInt8] = []

    private static let file: UInt8 = 1
    private static let inUse: UInt8 = 2
    private static let folder: UInt8 = 4
    private static let damaged: UInt8 = 8
    private static let continuation: UInt8 = 16

    /// Appends the state of the next record.
    mutating func append(_ state: State) {
        switch state {
        case .unused: append(0, 0)
        case .damaged: append(0, Self.damaged)
        case .extension: append(0, Self.continuation)
        case .file(let sequence, let isInUse, let isFolder):
            append(sequence, Self.file | (isInUse ? Self.inUse : 0) | (isFolder ? Self.folder : 0))
        }
    }

    private mutating func append(_ sequence: UInt16, _ flag: UInt8) {
        sequences.append(sequence)
        flags.append(flag)
    }

    /// - Returns: nil beyond the table.
    subscript(number: UInt64) -> State? {
        guard let index = Int(exactly: number), index < flags.count else { return nil }
        let flag = flags[index]
        if flag & Self.file != 0 {
            return .file(
                sequence: sequences[index], isInUse: flag & Self.inUse != 0, isFolder: flag & Self.folder != 0)
        }
        return flag & Self.damaged != 0 ? .damaged : flag & Self.continuation != 0 ? .extension : .unused
    }

    var foldersInUse: some Sequence<UInt64> {
        let wanted = Self.file | Self.inUse | Self.folder
        return flags.indices.lazy.filter { flags[$0] & wanted == wanted }.map { UInt64($0) }
    }
}
