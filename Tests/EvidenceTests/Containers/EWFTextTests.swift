import Findings
import Testing

@testable import Evidence

@Suite("What an E01 says of its acquisition")
struct EWFTextTests {
    private static let lines = ["1", "main", "c\tn\ta\te\tt", "7\t2041\tfrom a desk\tO. Neill\t", ""]
    private static let said = [
        "case number": "7", "evidence number": "2041", "description": "from a desk", "examiner name": "O. Neill",
    ]

    @Test("is read whatever ends its lines", arguments: ["\n", "\r\n"])
    func lineEnds(end: String) {
        let text = Self.lines.joined(separator: end)
        #expect(EWFText.header(Array(text.utf8)) == Self.said)
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(EWFText.header([0xFF, 0xFE] + wide) == Self.said)
    }

    @Test("is cut where no person reads it, and says so")
    func cut() throws {
        var said = ["notes": String(repeating: "ä", count: 1 << 20), "short": "text"]
        #expect(said.clipped()["short"] == "text")
        let notes = try #require(said.clipped()["notes"])
        #expect(notes.hasPrefix("ää") && notes.hasSuffix("ä… (2097152 bytes in all)") && notes.utf8.count < 4200)
        for number in 0..<1000 { said["\(number)" + String(repeating: "x", count: 1000)] = "" }
        #expect(said.clipped().count == 129 && said.clipped()["not shown"] == "874 further words")
        #expect(said.clipped().keys.allSatisfy { $0.utf8.count < 200 })
        let error = EvidenceError(.unsupportedImage, path: "x", cause: String(repeating: "x", count: 1 << 22))
        #expect(error.failure(scope: .image, stage: .survey).detail.utf8.count < 4200)
    }
}
