internal import Foundation

extension ThisProgram {
    /// What tells this build from every other one of the same version: the identifier that the linker has made of the
    /// program's content, in hexadecimal digits, as `file` and `readelf -n` show it; nil where there is none.
    public static let build = FileHandle(forReadingAtPath: "/proc/self/exe").flatMap(BuildIdentifier.init)?.text
}

/// The build identifier in a program file (ELF-64, little-endian: the note `NT_GNU_BUILD_ID` of the owner `GNU`; System V
/// ABI, "Note Section").
struct BuildIdentifier {
    let text: String

    private static let buildID: UInt32 = 3
    private static let noteSegment: UInt32 = 4
    /// A segment of notes has a few hundred bytes.
    private static let noteLimit: UInt64 = 1 << 16

    init?(in file: FileHandle) {
        let header = ELFBytes(of: file, at: 0, count: 64)
        guard header.bytes.prefix(6) == [0x7F, 0x45, 0x4C, 0x46, 2, 1],
            let table = header.integer(at: 32, as: UInt64.self),
            let size = header.integer(at: 54, as: UInt16.self), let count = header.integer(at: 56, as: UInt16.self)
        else { return nil }
        for index in 0..<UInt64(count) {
            let segment = ELFBytes(of: file, at: table &+ index &* UInt64(size), count: 56)
            guard segment.integer(at: 0, as: UInt32.self) == Self.noteSegment,
                let start = segment.integer(at: 8, as: UInt64.self),
                let length = segment.integer(at: 32, as: UInt64.self)
            else { continue }
            let notes = ELFBytes(of: file, at: start, count: Int(min(length, Self.noteLimit)))
            guard let identifier = notes.note(of: Self.buildID) else { continue }
            text = identifier.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
            return
        }
        return nil
    }
}

/// Some bytes of a program file.
private struct ELFBytes {
    let bytes: [UInt8]

    /// Fewer than asked for where the file ends.
    init(of file: FileHandle, at offset: UInt64, count: Int) {
        // A file handle traps on what is no offset.
        let isThere = offset <= Int64.max && (try? file.seek(toOffset: offset)) != nil
        bytes = isThere ? (try? file.read(upToCount: count)).flatMap { $0.map(Array.init) } ?? [] : []
    }

    func integer<Integer: FixedWidthInteger>(at offset: Int, as type: Integer.Type) -> Integer? {
        let width = Integer.bitWidth / 8
        guard offset >= 0, offset <= bytes.count - width else { return nil }
        return bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Integer($1) }
    }

    /// What a note of the owner `GNU` holds. Each note has three words (the sizes of its owner and of its content, and its
    /// type), then the two, each padded to four bytes.
    func note(of type: UInt32) -> ArraySlice<UInt8>? {
        var offset = 0
        while let ownerSize = integer(at: offset, as: UInt32.self), let size = integer(at: offset + 4, as: UInt32.self),
            let found = integer(at: offset + 8, as: UInt32.self)
        {
            let start = offset + 12 + Self.padded(ownerSize)
            guard start <= bytes.count, Int(size) <= bytes.count - start else { return nil }
            let owner = bytes[(offset + 12)..<start].prefix { $0 != 0 }
            if found == type, owner.elementsEqual("GNU".utf8) { return bytes[start..<start + Int(size)] }
            offset = start + Self.padded(size)
        }
        return nil
    }

    private static func padded(_ size: UInt32) -> Int { (Int(size) + 3) & ~3 }
}
