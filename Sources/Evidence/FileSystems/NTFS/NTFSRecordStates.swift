/// What each record of the master file table was found to be: three bytes for each, so that names which lead to the
/// wrong record can be told from honest ones.
struct NTFSRecordStates {
    enum State {
        case unused, damaged, `extension`
        case file(sequence: UInt16, isInUse: Bool, isFolder: Bool)
    }

    private var sequences: [UInt16]
    private var flags: [UInt8]

    private static let file: UInt8 = 1
    private static let inUse: UInt8 = 2
    private static let folder: UInt8 = 4
    private static let damaged: UInt8 = 8
    private static let continuation: UInt8 = 16
    private static let claimed: UInt8 = 32

    init(recordCount: Int) {
        sequences = [UInt16](repeating: 0, count: recordCount)
        flags = [UInt8](repeating: 0, count: recordCount)
    }

    var recordCount: UInt64 { UInt64(flags.count) }

    mutating func note(_ state: State, of number: UInt64) {
        guard let index = index(of: number) else { return }
        switch state {
        case .unused: break
        case .damaged: flags[index] |= Self.damaged
        case .extension: flags[index] |= Self.continuation
        case .file(let sequence, let isInUse, let isFolder):
            sequences[index] = sequence
            flags[index] |= Self.file | (isInUse ? Self.inUse : 0) | (isFolder ? Self.folder : 0)
        }
    }

    /// Notes that a file is continued by a record.
    mutating func noteClaim(on number: UInt64) {
        if let index = index(of: number) { flags[index] |= Self.claimed }
    }

    private func index(of number: UInt64) -> Int? {
        Int(exactly: number).flatMap { $0 < flags.count ? $0 : nil }
    }

    /// - Returns: nil beyond the table.
    subscript(number: UInt64) -> State? {
        guard let index = index(of: number) else { return nil }
        let flag = flags[index]
        if flag & Self.file != 0 {
            return .file(
                sequence: sequences[index], isInUse: flag & Self.inUse != 0, isFolder: flag & Self.folder != 0)
        }
        return flag & Self.damaged != 0 ? .damaged : flag & Self.continuation != 0 ? .extension : .unused
    }

    var foldersInUse: some Sequence<UInt64> { records { $0 & 0b111 == Self.file | Self.inUse | Self.folder } }

    /// Records that continue a file which does not know of them.
    var strays: some Sequence<UInt64> { records { $0 & (Self.continuation | Self.claimed) == Self.continuation } }

    private func records(where isWanted: @escaping (UInt8) -> Bool) -> some Sequence<UInt64> {
        flags.indices.lazy.filter { isWanted(flags[$0]) }.map { UInt64($0) }
    }
}
