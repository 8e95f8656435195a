internal import Findings

/// The index of a folder: the names in it, in alphabetical order, as a tree whose root stands in the folder's record.
/// The order does not matter here, so its blocks are simply read from the first to the last.
struct NTFSIndex {
    /// `$I30`
    static let folderIndexName = Array("$I30".utf8)

    /// One name, and the file that it means.
    struct Entry {
        let file: NTFSReference
        let name: NTFSFileName
    }

    private let root: ArraySlice<UInt8>
    private let allocation: NTFSStreamReader?
    private let bitmap: NTFSStreamReader?
    private let blockSize: Int

    /// - Throws: when the file has no index of names, or its blocks cannot be found.
    init(of folder: NTFSFile, in table: MasterFileTable, on device: any Device) throws(NTFSDamage) {
        let streams = folder.streams.filter { $0.name == Self.folderIndexName }
        guard case .resident(let root)? = streams.first(where: { $0.type == .indexRoot })?.content else {
            throw NTFSDamage("it is a folder without an index of names")
        }
        let stated = Int(root.le32(8) ?? 0)
        blockSize = (512...2 << 20).contains(stated) && stated % 512 == 0 ? stated : table.geometry.indexSize
        self.root = root
        let blocks = streams.first { $0.type == .indexAllocation }
        // A hole would be as many bad blocks as it likes to say.
        if let blocks, blocks.hasHoles { throw NTFSDamage("its index of names has holes, which no index has") }
        allocation =
            try blocks
            .map { stream throws(NTFSDamage) in try NTFSStreamReader(stream, table.geometry, device) }
        bitmap = try streams.first { $0.type == .bitmap }
            .map { stream throws(NTFSDamage) in try NTFSStreamReader(stream, table.geometry, device) }
    }

    /// Tells the names; damage, of the index or the medium, is told where it is met, and the rest goes on.
    func forEachEntry(_ body: (Result<Entry, any Error>) throws -> Void) throws {
        try entries(of: root.dropFirst(16), body)
        guard let allocation else { return }
        for block in 0..<allocation.byteCount / Int64(blockSize) where isInUse(block) {
            do {
                let bytes = try allocation.bytes(at: block * Int64(blockSize), blockSize)
                guard bytes.starts(with: "INDX".utf8) else { throw NTFSDamage("it does not begin with INDX") }
                let whole = try NTFSFixUp.apply(to: bytes)
                try entries(of: whole[24...], body)
            } catch let damage as NTFSDamage {
                try body(.failure(NTFSDamage("block \(block) of its index of names: \(damage.words)")))
            } catch let error as EvidenceError {
                try body(.failure(error))
            }
        }
    }

    /// Blocks that are not in use hold names from before.
    private func isInUse(_ block: Int64) -> Bool {
        guard let byte = try? bitmap?.bytes(at: block / 8, 1).first else { return true }
        return byte & 1 << (block % 8) != 0
    }

    /// - Parameter node: from the header of the node on.
    private func entries(of node: ArraySlice<UInt8>, _ body: (Result<Entry, any Error>) throws -> Void) throws {
        guard let first = node.le32(0), let size = node.le32(4), let all = node.part(0, Int(size)) else {
            return try body(.failure(NTFSDamage("the index of names is damaged")))
        }
        var offset = Int(first)
        while true {
            guard let length = all.le16(offset + 8), let keyLength = all.le16(offset + 10),
                let flags = all.le16(offset + 12)
            else { return try body(.failure(NTFSDamage("the index of names has no end"))) }
            if flags & Self.isEnd != 0 { return }
            guard length >= 16, let reference = all.le64(offset), let key = all.part(offset + 16, Int(keyLength)) else {
                return try body(.failure(NTFSDamage("an entry of the index of names is damaged")))
            }
            try body(Result { Entry(file: NTFSReference(reference), name: try NTFSFileName(key)) })
            offset += Int(length)
        }
    }

    private static let isEnd: UInt16 = 2
}
