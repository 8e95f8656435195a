import Findings
import TestSupport
import Testing

@testable import Reporting

@Suite("CSV")
struct CSVTests {
    @Test("has a header, CRLF, empty cells for no value, and quotes where RFC 4180 wants them")
    func golden() {
        let text = OutputFormat.csv.text(of: [Sample(reference: "a,\"b\"", paths: ["/a", "/b"]), .empty])
        #expect(
            text == "case,allocated,size,digest,modified,path,path_bytes,paths\r\n"
                + "\"a,\"\"b\"\"\",true,1404234111,00abff,2024-02-29T12:00:00.5Z,/DCIM/a.jpg,,"
                + "\"[\"\"/a\"\",\"\"/b\"\"]\"\r\n" + ",false,,,,\"\",,[]\r\n")
    }

    @Test("has its header even where there is nothing to list")
    func empty() {
        #expect(
            OutputFormat.csv.text(of: [Sample]()) == "case,allocated,size,digest,modified,path,path_bytes,paths\r\n")
    }

    @Test(
        "a cell that a spreadsheet would run is text",
        arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
    func formulas(name: String) {
        #expect(cells(of: Sample(reference: name))[0] == "'" + name)
    }

    @Test(
        "every name comes back from a parser, but for what CSV cannot hold or would deceive by",
        arguments: HostileNames.texts)
    func roundTrip(name: String) {
        let cells = cells(of: Sample(reference: name))
        #expect(cells.count == Sample.fields.count)
        #expect(cells[0] == expected(name))
    }

    @Test("text of random scalars comes back from a parser", arguments: UInt64(0)..<50)
    func randomText(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let name = random.text()
        #expect(cells(of: Sample(reference: name))[0] == expected(name), "seed \(seed)")
    }

    @Test(
        "a cell shows what turns its writing round or takes no room",
        arguments: ["202E", "2066", "200B", "FEFF", "2028"])
    func deception(code: String) throws {
        let scalar = try #require(UInt32(code, radix: 16).flatMap(Unicode.Scalar.init))
        #expect(cells(of: Sample(reference: "a\(scalar)gpj.exe"))[0] == "a\\u{\(code)}gpj.exe")
    }

    /// What a reader gets: controls and the like shown, a formula's apostrophe.
    private func expected(_ name: String) -> String {
        let shown = name.unicodeScalars.reduce(into: "") { text, scalar in
            let isKept = "\t\r\n".unicodeScalars.contains(scalar) || !Self.isShown(scalar)
            let code = String(scalar.value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, (scalar.value < 0x80 ? 2 : 4) - code.utf8.count))
            if isKept {
                text.unicodeScalars.append(scalar)
            } else {
                text += scalar.value < 0x80 ? "\\x\(padding)\(code)" : "\\u{\(padding)\(code)}"
            }
        }
        let lead = shown.unicodeScalars.first
        return (lead.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false ? "'" : "") + shown
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            || scalar.properties.isDefaultIgnorableCodePoint
    }

    /// The cells of a record, by a parser that follows RFC 4180's grammar to the letter.
    private func cells(of record: Sample) -> [String] {
        let rows = CSVParser.rows(of: OutputFormat.csv.text(of: [record]))
        #expect(rows.count == 2)
        return rows.last ?? []
    }
}

/// A reader of RFC 4180, written from its grammar and not from our writer.
private enum CSVParser {
    static func rows(of text: String) -> [[String]] {
        var (rows, row, cell, isQuoted) = ([[String]](), [String](), String.UnicodeScalarView(), false)
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"": cell.append(scalars.removeFirst())
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(String(cell))
                cell = .init()
            case "\r" where !isQuoted && scalars.first == "\n":
                scalars.removeFirst()
                rows.append(row + [String(cell)])
                (row, cell) = ([], .init())
            default: cell.append(scalar)
            }
        }
        return rows
    }
}
