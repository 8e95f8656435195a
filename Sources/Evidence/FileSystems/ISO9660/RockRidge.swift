internal import Findings

/// What Rock Ridge (IEEE P1282) says of a file in entries of the System Use Sharing Protocol (IEEE P1281).
struct RockRidge {
    private(set) var name: [UInt8]?
    private(set) var mode: UInt32?
    private(set) var target: [UInt8]?
    private(set) var created: Timestamp?
    private(set) var modified: Timestamp?
    private(set) var accessed: Timestamp?
    private(set) var changed: Timestamp?
    /// The block of the folder that this record stands for, where that was moved because it lay too deep.
    private(set) var movedTo: UInt64?
    /// The record is where a folder was moved to.
    private(set) var isMoved = false
    /// The content is packed by zisofs.
    private(set) var isPacked = false
    /// Why some of it could not be read.
    private(set) var damage: EvidenceError?
    private var linkGoesOn = false

    /// - Parameters:
    ///   - systemUse: of the record, without what the root says is to be skipped.
    ///   - continuation: reads an area that the entries go on in: block, offset and size in bytes.
    init(
        _ systemUse: ArraySlice<UInt8>,
        continuation: (UInt32, UInt32, UInt32) throws(EvidenceError) -> ArraySlice<UInt8>
    ) {
        var (area, left, visited) = (systemUse, Self.continuationLimit, Set<UInt64>())
        while let next = read(area) {
            do throws(EvidenceError) {
                guard visited.insert(UInt64(next.block) << 32 | UInt64(next.offset)).inserted else {
                    throw Self.damage("goes on in an area that it has come from")
                }
                guard next.byteCount <= left, visited.count <= Self.areaLimit else {
                    throw Self.damage(
                        "goes on in more than \(Self.areaLimit) areas, or in more than \(Self.continuationLimit) bytes")
                }
                left -= next.byteCount
                area = try continuation(next.block, next.offset, next.byteCount)
            } catch {
                note(error)
                return
            }
        }
    }

    /// The most areas in which the entries of one record go on, and how long they may be together, in bytes.
    private static let areaLimit = 64
    private static let continuationLimit: UInt32 = 64 << 10
    /// The longest name and target of a link that a system shows, in bytes (Linux, limits.h).
    private static let nameLimit = 255
    private static let targetLimit = 4096

    private static func damage(_ words: String) -> EvidenceError {
        EvidenceError(.damagedEntry, path: "iso9660", cause: "What Rock Ridge says of it \(words)")
    }

    /// The first word counts.
    private mutating func note(_ error: EvidenceError) { damage = damage ?? error }

    private typealias Continuation = (block: UInt32, offset: UInt32, byteCount: UInt32)

    private mutating func read(_ area: ArraySlice<UInt8>) -> Continuation? {
        var (rest, next): (ArraySlice<UInt8>, Continuation?) = (area, nil)
        while let length = rest.byte(2), length >= 4, let entry = rest.part(0, Int(length)) {
            let word = String(decoding: entry.prefix(2), as: UTF8.self)
            if word == "ST" { break }
            if word == "CE", let block = entry.le32(4), let offset = entry.le32(12), let size = entry.le32(20) {
                next = (block, offset, size)
            }
            take(word, entry)
            rest = rest.dropFirst(Int(length))
        }
        return next
    }

    private mutating func take(_ word: String, _ entry: ArraySlice<UInt8>) {
        switch word {
        // Flags 2 and 4 stand for the folder itself and its parent, which have records of their own.
        case "NM" where (entry.byte(4) ?? 0) & 6 == 0: takeName(entry.dropFirst(5))
        case "PX": mode = entry.le32(4)
        case "SL": takeTarget(entry.dropFirst(5))
        case "TF": takeTimes(entry)
        case "CL": movedTo = entry.le32(4).map { UInt64($0) }
        case "RE": isMoved = true
        case "ZF": isPacked = entry.part(4, 2).map { $0.elementsEqual("pz".utf8) } ?? false
        default: break
        }
    }

    private mutating func takeName(_ part: ArraySlice<UInt8>) {
        let whole = (name ?? []) + part
        name = Array(whole.prefix(Self.nameLimit))
        if whole.count > Self.nameLimit { note(Self.damage("is a name of more than \(Self.nameLimit) bytes")) }
    }

    /// Components of a link's target: flags, length, text.
    private mutating func takeTarget(_ components: ArraySlice<UInt8>) {
        var (rest, target) = (components, target ?? [])
        while let flags = rest.byte(0), let length = rest.byte(1), let text = rest.part(2, Int(length)) {
            if !linkGoesOn, !target.isEmpty, target.last != UInt8(ascii: "/") { target.append(UInt8(ascii: "/")) }
            switch flags & 0x0E {
            case 2: target += Array(".".utf8)
            case 4: target += Array("..".utf8)
            case 8: target = [UInt8(ascii: "/")]
            default: target += text
            }
            linkGoesOn = flags & 1 != 0
            rest = rest.dropFirst(2 + Int(length))
        }
        self.target = Array(target.prefix(Self.targetLimit))
        if target.count > Self.targetLimit {
            note(Self.damage("is a link to a path of more than \(Self.targetLimit) bytes"))
        }
    }

    private mutating func takeTimes(_ entry: ArraySlice<UInt8>) {
        guard let flags = entry.byte(4) else { return }
        let (isLong, size) = flags & 0x80 != 0 ? (true, 17) : (false, 7)
        var offset = 5
        for bit in 0..<4 where flags & 1 << bit != 0 {
            let bytes = entry.part(offset, size)
            let time = isLong ? ISOTime.longTimestamp(bytes) : ISOTime.timestamp(bytes)
            switch bit {
            case 0: created = time
            case 1: modified = time
            case 2: accessed = time
            default: changed = time
            }
            offset += size
        }
    }

    var kind: Item.Kind? {
        guard let mode else { return nil }
        return switch mode & 0xF000 {
        case 0x1000: .fifo
        case 0x2000: .characterDevice
        case 0x4000: .directory
        case 0x6000: .blockDevice
        case 0x8000: .file
        case 0xA000: .link
        case 0xC000: .socket
        default: nil
        }
    }
}
