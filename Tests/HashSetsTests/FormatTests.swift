import Findings
import Testing

@testable import HashSets

@Suite("Reading a hash set") struct FormatTests {
    @Test("yields every entry in the order of the file", arguments: Fixture.ofSupportedFormats)
    func readsEntries(fixture: Fixture) throws {
        guard fixture.outcome != "refused" else { return }
        let records = try readAll(fixture.path)
        let entries = records.compactMap { if case .entry(let entry, _) = $0 { entry } else { nil } }
        #expect(entries.map(Row.init) == fixture.expected.map(Row.init))
    }

    @Test("reports each bad record and field with its place, reason and value", arguments: Fixture.ofSupportedFormats)
    func reportsRejections(fixture: Fixture) throws {
        guard fixture.outcome != "refused" else { return }
        let rejections = try readAll(fixture.path).flatMap { record in
            switch record {
            case .entry(_, let rejections): rejections
            case .rejected(let rejection): [rejection]
            }
        }
        let reported = rejections.map { rejection in
            [
                "\(rejection.record)", rejection.line.map { "\($0)" } ?? "-", rejection.offset.map { "\($0)" } ?? "-",
                rejection.level.rawValue, rejection.field ?? "-", rejection.reason.rawValue, rejection.value,
            ]
        }
        let columns = ["record", "line", "byte_offset", "level", "field", "reason", "value"]
        #expect(reported == fixture.malformed.map { row in columns.map { row[$0] ?? "" } })
    }

    @Test(
        "refuses a damaged or unknown set whole, and says why and where",
        arguments: Fixture.ofSupportedFormats.filter { $0.outcome == "refused" })
    func refusesDamage(fixture: Fixture) throws {
        let expected = try #require(fixture.malformed.first)
        let error = try #require(throws: HashSetError.self) { _ = try readAll(fixture.path) }
        #expect(error.reason.rawValue == expected["reason"])
        #expect(error.path == fixture.path)
        if let offset = expected["byte_offset"].flatMap(Int64.init) { #expect(error.byteOffset == offset) }
        if let line = expected["line"].flatMap(Int.init) { #expect(error.line == line) }
        #expect(error.description.contains("Nothing was imported"))
    }

    @Test(
        "refuses formats that it does not read by their name",
        arguments: Fixture.all.filter { !$0.isSupported && $0.file != "hostile/csv-no-digest.csv" })
    func refusesOtherFormats(fixture: Fixture) throws {
        let other: [String: HashSetFormat] = [
            "kdb": .autopsy, "encase": .encase, "hashkeeper": .hashKeeper, "csv": .csv, "nsrl-rds3-delta": .nsrlDelta,
        ]
        let file = try SourceFile(opening: fixture.path)
        if fixture.format == "unknown" {
            let error = try #require(throws: HashSetError.self) { _ = try FormatTable.open(file, as: nil) }
            #expect(error.reason == .unknownFormat)
            return
        }
        if fixture.format == "pdq" {
            // Only its user knows that 64 digits are not a SHA-256.
            let error = try #require(throws: HashSetError.self) { _ = try FormatTable.open(file, as: .pdq) }
            #expect(error.description.contains("PDQ"))
            return
        }
        let error = try #require(throws: HashSetError.self) { _ = try readAll(fixture.path) }
        if fixture.file == "hostile/kdb-truncated.kdb" || fixture.file == "hostile/encase-short-header.hash" {
            #expect(error.reason == .sqliteCorrupt || error.reason == .unsupportedFormat)
            return
        }
        #expect(error.reason == .unsupportedFormat)
        let format = other[fixture.format] ?? (fixture.format.hasPrefix("caid") ? .caid : nil)
        if let format { #expect(error.description.contains(format.title)) }
        #expect(error.description.contains("not supported yet"))
    }

    @Test("tells every set's format by its content", arguments: Fixture.ofSupportedFormats)
    func recognises(fixture: Fixture) throws {
        let formats: [String: HashSetFormat] = [
            "plain": .plain, "hashdeep": .hashdeep, "nsrl-rds2": .nsrlText, "nsrl-rds15": .nsrlText,
            "nsrl-rds3": .nsrlDatabase,
        ]
        let format = try FormatTable.recognise(try SourceFile(opening: fixture.path))
        #expect(format == formats[fixture.format] ?? (fixture.format.hasPrefix("vics") ? .vics : .sums))
    }
}

/// Every record of a file.
func readAll(_ path: String, as format: HashSetFormat? = nil) throws -> [SetRecord] {
    var reader = try FormatTable.open(try SourceFile(opening: path), as: format)
    var records: [SetRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
}

/// An entry as the fixtures write it.
private struct Row: Equatable {
    let cells: [String]

    init(_ entry: SetEntry) {
        let hex = { (digest: DigestBytes?) in digest.map { Hexadecimal.text($0.bytes) } ?? "-" }
        let name = (entry.name ?? "-").replacing("\\", with: "\\\\").replacing("\t", with: "\\t")
            .replacing("\n", with: "\\n").replacing("\r", with: "\\r")
        cells = [
            "\(entry.place.record)", entry.place.line.map { "\($0)" } ?? "-", hex(entry.digests.md5),
            hex(entry.digests.sha1), hex(entry.digests.sha256), entry.category ?? "-",
            entry.byteCount.map { "\($0)" } ?? "-", name,
        ]
    }

    init(_ row: [String: String]) {
        cells = ["record", "line", "md5", "sha1", "sha256", "category", "size", "name"].map { row[$0] ?? "" }
    }
}
