import Testing

@testable import Evidence

@Suite("An entry of a FAT folder")
struct FATEntryTests {
    private func entry(_ name: String, attributes: UInt8) -> FATEntry {
        FATEntry((Array(name.utf8) + [attributes] + Array(repeating: 0, count: 20))[...])
    }

    @Test("is passed over only where it is the folder itself or the one above it")
    func dots() {
        #expect(entry(".          ", attributes: 0x10).isDots && entry("..         ", attributes: 0x10).isDots)
        for name in [".          ", "..         "] { #expect(!entry(name, attributes: 0x20).isDots) }
        for name in [".ECRET  TXT", "...        ", ". .        "] {
            let entry = entry(name, attributes: 0x10)
            #expect(!entry.isDots && !entry.hasNameAndKind)
        }
    }

    /// A part of a long name (section 7.1 of the specification): its number, five characters, and the checksum.
    private func part(_ order: UInt8, _ text: String, checksum: UInt8) -> FATEntry {
        let units = text.utf16.flatMap { le($0) } + [UInt8](repeating: 0, count: 26 - 2 * text.utf16.count)
        let bytes = [order] + units[0..<10] + [0x0F, 0, checksum] + units[10..<22] + [0, 0] + units[22..<26]
        return FATEntry(bytes[...])
    }

    @Test("has a long name that counts only with all its parts, which count down to 1")
    func longName() {
        let short = entry("FILE    TXT", attributes: 0x20)
        let sum = short.nameChecksum
        let whole = "a name of more than 13"
        let (front, back) = (String(whole.prefix(13)), String(whole.dropFirst(13)))
        func name(_ parts: [(UInt8, String)]) -> (name: [UInt8], isCurrent: Bool)? {
            var long = FATLongName()
            for (order, text) in parts { long.add(part(order, text, checksum: sum)) }
            return long.take(for: short)
        }
        let complete = name([(0x42, back), (0x01, front)])
        #expect(complete?.name == Array(whole.utf8) && complete?.isCurrent == true)
        for parts in [[(0x42, back)], [(0x43, back), (0x01, front)], [(0x01, front)], [(0x42, back), (0x02, front)]] {
            #expect(name(parts.map { (UInt8($0.0), $0.1) })?.isCurrent == false)
        }
    }
}
