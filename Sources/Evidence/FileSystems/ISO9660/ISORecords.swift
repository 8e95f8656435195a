internal import Findings

/// Reads records of folders, and what Rock Ridge adds to them.
struct ISORecords {
    /// The folders of one descriptor.
    struct Tree {
        /// Where the root's record is, in bytes of the device.
        let root: Int64
        let isJoliet: Bool
        /// How many bytes of a record's system use come before Rock Ridge's entries; nil where it has none.
        var skip: Int?
        /// Whether it is of the newest session.
        let isNewest: Bool
    }

    let start: Int64
    let descriptors: ISODescriptors
    /// The tree that a system would show first, then the others.
    private(set) var trees: [Tree] = []
    private let device: any Device

    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        (start, self.device) = (volume.range.offset, device)
        descriptors = try ISODescriptors(of: volume, on: device)
        trees = descriptors.roots.enumerated().map { index, root in
            Tree(
                root: root.offset, isJoliet: root.isJoliet, skip: root.isJoliet ? nil : skip(root),
                isNewest: index < descriptors.newestRootCount)
        }
        let newest = trees.prefix { $0.isNewest }
        let shown = newest.firstIndex { $0.skip != nil } ?? newest.firstIndex { $0.isJoliet } ?? 0
        if trees.indices.contains(shown) { trees.insert(trees.remove(at: shown), at: 0) }
    }

    /// The root's first record says whether there is Rock Ridge (IEEE P1281, `SP`).
    private func skip(_ root: ISODescriptors.Root) -> Int? {
        guard let record = try? record(at: root.offset), let place = offset(ofBlock: record.block),
            let first = try? self.record(at: place)
        else { return nil }
        let entry = first.systemUse
        guard entry.part(0, 2).map({ $0.elementsEqual("SP".utf8) }) == true, entry.byte(4) == 0xBE,
            entry.byte(5) == 0xEF
        else { return nil }
        return Int(entry.byte(6) ?? 0)
    }

    /// Where a block lies on the device.
    func offset(ofBlock block: UInt64) -> Int64? {
        Int64(exactly: block)?.multiplied(by: descriptors.blockSize)?.adding(start)
    }

    func record(at place: Int64) throws(EvidenceError) -> ISORecord {
        guard let record = ISORecord(try device.bytes(at: place, byteCount: 255)[...]) else {
            throw damage("There is no record of a file", at: place)
        }
        return record
    }

    func damage(_ words: String, at place: Int64) -> EvidenceError {
        EvidenceError(
            .damagedEntry, path: "iso9660", byteOffset: place, byteCount: ISODescriptors.sectorSize, cause: words)
    }

    func rockRidge(of record: ISORecord, in tree: Tree) -> RockRidge? {
        guard let skip = tree.skip else { return nil }
        return RockRidge(record.systemUse.dropFirst(skip)) { block, offset, byteCount throws(EvidenceError) in
            guard let place = self.offset(ofBlock: UInt64(block))?.adding(Int64(offset)), byteCount <= 65_536 else {
                throw damage("What Rock Ridge says of it goes on in block \(block), which cannot be", at: start)
            }
            let bytes = try device.bytes(at: place, byteCount: Int(byteCount))
            guard bytes.count == byteCount else {
                throw EvidenceError(
                    .truncatedImage, path: "iso9660", byteOffset: place, byteCount: Int64(byteCount),
                    cause: "What Rock Ridge says of it lies behind the end of the image")
            }
            return bytes[...]
        }
    }

    // MARK: Folders

    /// Tells the records in a folder but those of itself and its parent, and once what is continued.
    /// - Parameters:
    ///   - byteCount: of the folder; nil where only its first record says it.
    ///   - body: whether to go on.
    /// - Returns: the first damage, after the rest was told.
    func forEachRecord(
        in block: UInt64, _ byteCount: Int64?, _ body: (Int64, ISORecord) -> Bool
    ) -> EvidenceError? {
        guard let first = offset(ofBlock: block) else { return damage("Its block \(block) cannot be", at: start) }
        var (damage, continued): (EvidenceError?, ArraySlice<UInt8>?)
        var position: Int64 = 0
        var end = byteCount ?? (try? record(at: first).contentByteCount) ?? ISODescriptors.sectorSize
        while position < end {
            do throws(EvidenceError) {
                try forEachRecord(inSectorAt: first.addingClamped(position)) { place, record in
                    let isContinuation = continued == record.identifier
                    continued = record.flags.contains(.continues) ? record.identifier : nil
                    if record.isDots || isContinuation || body(place, record) { return true }
                    damage = damage ?? self.damage("The disc has more records than are kept", at: place)
                    end = 0
                    return false
                }
            } catch {
                damage = damage ?? error
                if error.reason == .truncatedImage { return damage }
            }
            position += ISODescriptors.sectorSize
        }
        return damage
    }

    /// No record crosses the end of a sector; what is left of one is zero.
    private func forEachRecord(
        inSectorAt place: Int64, _ body: (Int64, ISORecord) -> Bool
    ) throws(EvidenceError) {
        let bytes = try device.bytes(at: place, byteCount: Int(ISODescriptors.sectorSize))[...]
        guard bytes.count == ISODescriptors.sectorSize else {
            throw EvidenceError(
                .truncatedImage, path: "iso9660", byteOffset: place, byteCount: ISODescriptors.sectorSize,
                cause: "The folder goes on behind the end of the image")
        }
        var offset = 0
        while let length = bytes.byte(offset), length > 0 {
            guard let record = ISORecord(bytes.dropFirst(offset)) else {
                throw damage("A record of the folder at byte \(offset) of a sector is damaged", at: place)
            }
            guard body(place + Int64(offset), record) else { return }
            offset += record.byteCount
        }
    }

    /// The record of a file and those in which it goes on.
    /// - Returns: the records, and whether the last one is there.
    func parts(at place: Int64) throws(EvidenceError) -> (records: [ISORecord], isWhole: Bool) {
        var (records, place) = ([try record(at: place)], place)
        while let last = records.last, last.flags.contains(.continues), records.count < 65_536 {
            place += Int64(last.byteCount)
            let sector = (place - start) % ISODescriptors.sectorSize
            if sector > 0, try device.bytes(at: place, byteCount: 1) == [0] {
                place += ISODescriptors.sectorSize - sector
            }
            guard let next = try? record(at: place), next.identifier == last.identifier else { return (records, false) }
            records.append(next)
        }
        return (records, records.last?.flags.contains(.continues) == false)
    }
}
