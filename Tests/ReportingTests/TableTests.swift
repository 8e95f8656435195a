import Findings
import Testing

@testable import Reporting

@Suite("Tables")
struct TableTests {
    @Test("has headings, numbers to the right, rounded sizes and times, and a dash for no value")
    func golden() {
        #expect(
            OutputFormat.table.text(of: [Sample(), Sample(reference: "2042/7", byteCount: 12), .empty]) == """
                case        size  modified              path
                2041      1.4 GB  2024-02-29T12:00:00Z  /DCIM/a.jpg
                2042/7  12 bytes  2024-02-29T12:00:00Z  /DCIM/a.jpg
                –              –  –                     \("")

                """)
    }

    @Test("says nothing where there is nothing")
    func empty() {
        #expect(OutputFormat.table.text(of: [Sample]()) == "")
    }

    @Test("emphasises its headings only where there is colour")
    func colour() {
        let text = OutputFormat.table.text(of: [Sample()], columnCount: 80, isColoured: true)
        #expect(text.hasPrefix("\u{1B}[1mcase"))
        #expect(!OutputFormat.table.text(of: [Sample()], columnCount: 80).contains("\u{1B}"))
    }

    @Test("shows what needs attention as such, in a table and in a block, and nothing beside it")
    func alarms() {
        let checks = [Check(results: ["match"]), Check(results: ["match", "mismatch"])]
        let table = OutputFormat.table.text(of: checks, columnCount: 80, isColoured: true)
        #expect(table.contains("\nmatch\n\u{1B}[1;31mmatch mismatch\u{1B}[0m\n"))
        var bytes: [UInt8] = []
        var writer = BlockWriter<Check>(
            terminal: Terminal(columnCount: 80, rowCount: 24, isColoured: true, canRedraw: true))
        writer.write(checks[1], to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("  match\n         \u{1B}[1;31mmismatch\u{1B}[0m\n"))
        #expect(OutputFormat.table.text(of: checks, columnCount: 80).hasSuffix("\nmatch\nmatch mismatch\n"))
    }

    @Test("no line is wider than the terminal, whatever the names are", arguments: 8..<100)
    func narrow(columnCount: Int) {
        let paths = HostileNames.all + [Array("/Users/mallory/Pictures/holiday/2023/IMG_0001.JPG".utf8)]
        let text = OutputFormat.table.text(of: paths.map { Sample(path: $0) }, columnCount: columnCount)
        // Below 50 columns there is no room for a table; a block's lines may be as long as their values.
        for line in text.split(separator: "\n") where columnCount >= 50 {
            #expect(VisibleText(String(line)).columnCount <= columnCount)
        }
        #expect(text.contains("JPG"), "the end of a path stays")
    }

    @Test("leaves out what matters least before it cuts paths to pieces")
    func dispensable() {
        let wide = OutputFormat.table.text(of: [Finding()], columnCount: 110)
        #expect(wide.hasPrefix("path                                         size  type        detail\n"))
        #expect(wide.split(separator: "\n").count == 2)
        #expect(
            OutputFormat.table.text(of: [Finding(), Finding(detail: "damaged")], columnCount: 36) == """
                path                            size
                /home/dan…cuments/budget.xls  4.4 kB
                    the chain of clusters ends
                    before the size does
                /home/dan…cuments/budget.xls  4.4 kB
                    damaged

                """)
    }

    @Test("keeps a sentence in its row where there is room, and puts a longer one below, whole")
    func longerSentence() {
        var bytes: [UInt8] = []
        var writer = TableWriter<Finding>(
            for: Terminal(columnCount: 80, rowCount: 3, isColoured: false, canRedraw: true))
        writer.write(Finding(path: "/a", detail: "short"), to: &bytes)
        writer.write(Finding(path: "/b"), to: &bytes)
        writer.finish(in: &bytes)
        #expect(
            lines(bytes).map { $0.trimmingPrefix { $0 == " " } }.last
                == "the chain of clusters ends before the size does")
        #expect(lines(bytes).count == 4)
    }

    @Test("breaks sentences between words where there is no room for a table")
    func wrappedBlock() {
        #expect(
            OutputFormat.table.text(of: [Finding()], columnCount: 16) == """
                path    /home/dana/Documents/budget.xls
                size    4.4 kB (4,400 bytes)
                type    image/jpeg
                detail  the
                        chain of
                        clusters
                        ends
                        before
                        the size
                        does

                """)
    }

    @Test("becomes a block of lines for each record where the terminal is too narrow for columns")
    func blocks() {
        #expect(
            OutputFormat.table.text(of: [Sample(), .empty], columnCount: 30) == """
                case      2041
                size      1.4 GB (1,404,234,111 bytes)
                modified  2024-02-29T12:00:00.5Z
                path      /DCIM/a.jpg

                case      –
                size      –
                modified  –
                path      \("")

                """)
    }

    @Test("nothing in it steers a terminal or hides", arguments: HostileNames.all)
    func harmless(name: [UInt8]) {
        for columnCount in [nil, 30, 60, 80] {
            let text = OutputFormat.table.text(of: [Sample(path: name)], columnCount: columnCount)
            #expect(!text.split(separator: "\n").contains { $0.unicodeScalars.contains { $0.isDeceptive } })
        }
        #expect(
            OutputFormat.table.text(of: [Sample(path: name)]).split(separator: "\n").count == 2, "one line a record")
    }

    @Test("chooses its widths by the first screenful and keeps them")
    func streaming() {
        var bytes: [UInt8] = []
        var writer = TableWriter<Sample>(
            for: Terminal(columnCount: 80, rowCount: 5, isColoured: false, canRedraw: true))
        writer.write(Sample(), to: &bytes)
        writer.write(Sample(), to: &bytes)
        #expect(bytes.isEmpty, "held back")
        writer.write(Sample(), to: &bytes)
        #expect(lines(bytes).count == 4)
        writer.write(Sample(reference: "a reference that is longer than any before"), to: &bytes)
        #expect(lines(bytes).last?.hasPrefix("a r…  ") == true)
        writer.finish(in: &bytes)
        #expect(lines(bytes).count == 5)
    }

    @Test("shows what it holds back when more is long in coming")
    func settling() {
        var bytes: [UInt8] = []
        var writer = TableWriter<Sample>(for: .none)
        writer.settle(in: &bytes)
        writer.write(Sample(), to: &bytes)
        writer.settle(in: &bytes)
        #expect(lines(bytes).count == 2)
        writer.write(Sample(), to: &bytes)
        writer.finish(in: &bytes)
        #expect(lines(bytes).count == 3)
    }

    private func lines(_ bytes: [UInt8]) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}

/// A record with a column that can be left out and one that goes below its row.
private struct Finding: Record {
    var path = "/home/dana/Documents/budget.xls"
    var detail = "the chain of clusters ends before the size does"

    static let fields: [Field<Finding>] = [
        Field("path", column: .path) { .name(Array($0.path.utf8)) },
        Field("size", column: .number) { _ in .byteCount(4_400) },
        Field("type", column: .text.dispensable(1)) { _ in .text("image/jpeg") },
        Field("detail", column: .sentence) { .text($0.detail) },
    ]
}

/// Something that was held against something.
private struct Check: Record {
    let results: [String]

    static let fields: [Field<Check>] = [
        Field(
            "results", column: .text,
            alarms: { check in Set(check.results.indices.filter { check.results[$0] == "mismatch" }) }
        ) {
            .list($0.results.map(FieldValue.text))
        }
    ]
}
