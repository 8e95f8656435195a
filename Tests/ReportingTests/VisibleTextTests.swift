import TestSupport
import Testing

@testable import Reporting

@Suite("Text that hides nothing")
struct VisibleTextTests {
    @Test(
        "shows controls, overrides, zero-width characters and damaged bytes",
        arguments: [
            ("\u{1B}[31m", #"\x1B[31m"#, 8), ("a\nb", #"a\x0Ab"#, 6), ("gpj\u{202E}exe", #"gpj\u{202E}exe"#, 14),
            ("a\u{200D}b", #"a\u{200D}b"#, 10), ("\u{E0041}", #"\u{E0041}"#, 9), ("c\u{9B}", #"c\u{009B}"#, 9),
            (#"a\x1B"#, #"a\\x1B"#, 6), ("漢字", "漢字", 4), ("e\u{301}", "e\u{301}", 1), ("naïve", "naïve", 5),
        ] as [(String, String, Int)])
    func names(name: String, shown: String, columnCount: Int) {
        let text = VisibleText(name: Array(name.utf8))
        #expect(text.text == shown)
        #expect(text.columnCount == columnCount)
    }

    @Test("shows each byte that is not UTF-8, and only those")
    func damagedNames() {
        #expect(VisibleText(name: [0x61, 0xFF, 0xC3, 0xA9, 0xC3]).text == #"a\xFFé\xC3"#)
        #expect(VisibleText(name: [0xF0, 0x9F, 0x98, 0x61]).text == #"\xF0\x9F\x98a"#)
    }

    @Test("two different names never look the same", arguments: UInt64(0)..<20)
    func injective(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var names: [String: [UInt8]] = [:]
        for name in HostileNames.all + (0..<500).map({ _ in random.bytes() }) {
            let shown = VisibleText(name: name).text
            #expect(names[shown] == nil || names[shown] == name, "seed \(seed)")
            names[shown] = name
        }
    }

    @Test("lets nothing through that steers a terminal or hides, whatever the bytes are", arguments: UInt64(0)..<200)
    func anyBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let noise = (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = random.text()
        for shown in [VisibleText(name: noise), VisibleText(name: Array(text.utf8)), VisibleText(text)] {
            let dangerous = shown.text.unicodeScalars.filter {
                // Unicode's own word on them; what it has not assigned, a terminal shows as a box.
                [.control, .format, .lineSeparator, .paragraphSeparator, .surrogate]
                    .contains($0.properties.generalCategory)
            }
            #expect(dangerous.isEmpty, "seed \(seed): \(dangerous.map(\.value))")
            for width in [1, 7, 30] {
                let fitted = shown.fitted(to: width, shortening: .middle)
                #expect(fitted.columnCount <= width, "seed \(seed)")
            }
        }
    }

    @Test("stacks no tower of marks on a letter")
    func marks() {
        let text = VisibleText("e" + String(repeating: "\u{301}", count: 6)).text
        #expect(text.unicodeScalars.filter { $0 == "\u{301}" }.count == 4)
        #expect(text.hasSuffix(#"\u{0301}\u{0301}"#))
    }

    @Test(
        "a path loses its middle, other text its end, a number nothing",
        arguments: [
            (.middle, "/Us…/IMG_1.JPG"), (.end, "/Users/mallor…"), (.never, "/Users/mallory/IMG_1.JPG"),
        ] as [(Column.Shortening, String)])
    func shortening(shortening: Column.Shortening, expected: String) {
        let text = VisibleText("/Users/mallory/IMG_1.JPG").fitted(to: 14, shortening: shortening)
        #expect(text.text.count <= 14 || shortening == .never)
        #expect(text.text == expected || shortening == .middle)
        #expect(shortening != .middle || (text.text.hasPrefix("/Use") && text.text.hasSuffix("IMG_1.JPG")))
    }

    @Test("wide characters are cut whole", arguments: 1..<12)
    func wide(columnCount: Int) {
        for shortening in [Column.Shortening.middle, .end] {
            let text = VisibleText("漢字漢字漢字").fitted(to: columnCount, shortening: shortening)
            #expect(text.columnCount <= columnCount)
            #expect(text.columnCount == VisibleText(text.text).columnCount)
        }
    }
}

extension SplitMix64 {
    /// Up to 6 bytes of the kind that makes trouble.
    fileprivate mutating func bytes() -> [UInt8] {
        let choice: [UInt8] = [0x5C, 0x78, 0x75, 0x7B, 0x31, 0x42, 0x1B, 0xFF, 0xC3, 0xA9, 0xE2, 0x80, 0xAE, 0x7D]
        return (0..<Int.random(in: 0...6, using: &self)).compactMap { _ in choice.randomElement(using: &self) }
    }
}
