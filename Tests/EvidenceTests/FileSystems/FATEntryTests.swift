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
}
