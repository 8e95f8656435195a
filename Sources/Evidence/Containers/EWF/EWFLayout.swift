internal import Findings

/// What the sections of an image's segment files say, put together in the order of the files.
struct EWFLayout {
    private(set) var geometry: EWFGeometry?
    private(set) var tables: [EWFTable] = []
    private(set) var digests: [StoredDigest] = []
    private(set) var acquisition: [String: String] = [:]
    /// Sectors that could not be read from the device when it was acquired, as sector numbers and counts.
    private(set) var unacquired: [(first: UInt32, count: UInt32)] = []
    /// Sections that are not needed to read the device, but are damaged.
    private(set) var damage: [String] = []
    /// Why nothing behind the last table can be placed on the device; nil while all is well.
    private(set) var end: (reason: Failure.Reason, cause: String)?
    private(set) var isDone = false

    /// A table whose mirror may follow.
    private var pending: (file: Int, copies: [EWFTable.Copy], section: EWFSection, isMirrored: Bool)?
    private var chunksEnd: Int64 = 0

    /// How many sections one file may have: a file made of nothing else would be walked for hours.
    static let sectionLimit = 1 << 20

    /// How much of the image's header text is looked at.
    private static let textLimit = 4 << 20

    /// Walks the sections of the next segment file.
    /// - Returns: whether the image goes on in another one.
    mutating func add(_ file: EvidenceFile, number: Int) throws(EvidenceError) -> Bool {
        var offset = EWFSection.firstOffset
        for _ in 0..<Self.sectionLimit {
            guard let section = try EWFSection(at: offset, in: file) else {
                finishTable()
                stop(.containerDamaged, "\(file.name) has no sound section at byte \(offset)")
                return false
            }
            try take(section, in: file, number: number)
            if section.isLast {
                finishTable()
                isDone = section.kind == "done"
                return !isDone && end == nil
            }
            offset = section.end
        }
        stop(.containerDamaged, "\(file.name) has more than \(Self.sectionLimit) sections")
        return false
    }

    /// Says why nothing further can be placed; the first word counts.
    mutating func stop(_ reason: Failure.Reason, _ cause: String) {
        if end == nil { end = (reason, cause) }
    }

    /// Says what is damaged without being needed to read the device.
    mutating func note(damage place: String) { damage.append(place) }

    private mutating func take(_ section: EWFSection, in file: EvidenceFile, number: Int) throws(EvidenceError) {
        switch section.kind {
        case "volume", "disk", "data":
            try takeGeometry(section, in: file)
        case "sectors":
            finishTable()
            chunksEnd = min(section.end, file.byteCount)
        case "table":
            finishTable()
            let copy = try EWFTable.Copy(section, in: file)
            pending = (number, copy.map { [$0] } ?? [], section, false)
        case "table2":
            try takeMirror(section, in: file, number: number)
        case "header2", "header", "xheader":
            try takeText(section, in: file)
        case "hash", "digest", "xhash":
            try takeDigests(section, in: file)
        case "error2":
            try takeErrors(section, in: file)
        default:
            break  // session, ltree, incomplete …: nothing that the device's bytes depend on
        }
    }

    private mutating func takeGeometry(_ section: EWFSection, in file: EvidenceFile) throws(EvidenceError) {
        let place = "the \(section.kind) section at byte \(section.offset) of \(file.name)"
        guard let stated = try EWFGeometry(section, in: file) else { return note(damage: place) }
        guard let geometry else { return geometry = stated }
        guard geometry.contradicts(stated) else { return }
        finishTable()
        stop(.containerDamaged, "\(place) describes another acquisition: that file is a segment of another image")
    }

    private mutating func takeMirror(
        _ section: EWFSection, in file: EvidenceFile, number: Int
    ) throws(EvidenceError) {
        let copy = try EWFTable.Copy(section, in: file)
        if let table = pending, !table.isMirrored {
            pending?.isMirrored = true
            guard let copy else { return }
            // A mirror that contradicts a sound table mirrors something else.
            if table.copies.allSatisfy({ $0.entryCount == copy.entryCount }) {
                pending?.copies.append(copy)
            } else {
                note(
                    damage: "the copy of a chunk table at byte \(section.offset) of \(file.name), which has "
                        + "\(copy.entryCount) entries and not as many as the table,")
            }
        } else {
            finishTable()
            pending = (number, copy.map { [$0] } ?? [], section, true)
        }
    }

    /// Gives the pending table its place behind those before it.
    private mutating func finishTable() {
        guard let table = pending else { return }
        pending = nil
        guard end == nil else { return }
        guard let count = table.copies.first?.entryCount else {
            return stop(
                .containerDamaged,
                "the chunk table at byte \(table.section.offset) is damaged, and it has no sound copy")
        }
        // SMART keeps its chunks in the table's own section.
        let dataEnd = chunksEnd > 0 ? chunksEnd : table.section.end
        let first = tables.last?.endChunk ?? 0
        tables.append(
            EWFTable(file: table.file, firstChunk: first, entryCount: count, copies: table.copies, dataEnd: dataEnd))
        chunksEnd = 0
    }

    private mutating func takeText(_ section: EWFSection, in file: EvidenceFile) throws(EvidenceError) {
        let count = Int(min(section.dataByteCount, Int64(Self.textLimit)))
        guard let packed = try section.data(count, in: file),
            let text = Inflater().inflate(packed.span, as: .zlib, limit: Self.textLimit)
        else {
            note(damage: "the \(section.kind) section at byte \(section.offset) of \(file.name)")
            return
        }
        let values = section.kind == "xheader" ? EWFText.elements(text) : EWFText.header(text)
        acquisition.merge(values) { known, _ in known }  // header2 comes first: it has more than ASCII
    }

    private mutating func takeDigests(_ section: EWFSection, in file: EvidenceFile) throws(EvidenceError) {
        guard let found = try EWFText.digests(section, in: file) else {
            note(damage: "the \(section.kind) section at byte \(section.offset) of \(file.name)")
            return
        }
        for digest in found where !digests.contains(digest) { digests.append(digest) }
    }

    /// The error2 section: a header of 520 bytes, then a first sector and a count for each run.
    private mutating func takeErrors(_ section: EWFSection, in file: EvidenceFile) throws(EvidenceError) {
        let header = try section.checkedData(520, in: file)
        let count = Int(header?.uint32(at: 0) ?? 0)
        guard header != nil, count <= Self.sectionLimit,
            let bytes = try section.data(520 + count * 8 + 4, in: file)
        else {
            note(damage: "the list of sectors that could not be acquired at byte \(section.offset) of \(file.name)")
            return
        }
        let entries = bytes.span.extracting(520..<520 + count * 8)
        guard Adler32.checksum(entries) == bytes.span.number(at: 520 + count * 8, .littleEndian) else {
            note(damage: "the list of sectors that could not be acquired at byte \(section.offset) of \(file.name)")
            return
        }
        for entry in 0..<count {
            let first: UInt32 = entries.number(at: entry * 8, .littleEndian)
            unacquired.append((first, entries.number(at: entry * 8 + 4, .littleEndian)))
        }
    }
}
