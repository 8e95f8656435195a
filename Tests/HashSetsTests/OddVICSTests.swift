import Findings
import Foundation
import Testing

@testable import HashSets

@Suite("A VICS file with odd members") struct OddVICSTests {
    private static let md5 = String(repeating: "1", count: 32)

    @Test(
        "counts a Media that names its case and has no usable digest as rejected, wherever it stands",
        arguments: [
            #"{"CaseID": "1", "MD5": "12"}"#, #"{"CaseNumber": "1", "SHA1": null, "MediaID": 7}"#,
            #"{"CaseID": "1", "AlternativeHashes": [{"HashName": "SHA256", "HashValue": "x"}]}"#,
            #"{"CaseID": "1", "MediaSize": 3}"#, #"{"CaseID": "1", "Category": [1]}"#,
        ])
    func mediaOfCase(media: String) throws {
        for value in [media, #"{"CaseID": "1", "Media": [\#(media)]}"#] {
            let rejections = Self.rejections(in: try Self.read(value: "[\(value), \(Self.media())]"))
            #expect(rejections.map(\.reason) == [.noDigest], "\(value)")
        }
    }

    @Test("passes over a case without Media: it is no record", arguments: [#"{"CaseID": "1"}"#, #"{"CaseNumber": 1}"#])
    func caseWithoutMedia(element: String) throws {
        let records = try Self.read(value: "[\(element), \(Self.media())]")
        #expect(records.count == 1 && Self.rejections(in: records).isEmpty)
    }

    @Test("rejects an alternative hash that is no text", arguments: ["12345", "[1]", "true", #"{"a": 1}"#])
    func alternativeHash(value: String) throws {
        let records = try Self.read(
            value: "[\(Self.media(#", "AlternativeHashes": [{"HashName": "SHA256", "HashValue": \#(value)}]"#))]")
        let rejections = Self.rejections(in: records)
        #expect(records.count == 1 && rejections.map(\.reason) == [.notText] && rejections.map(\.field) == ["sha256"])
    }

    @Test(
        "takes a whole number for a category however it is written",
        arguments: [("1.0", "1"), ("2", "2"), ("1e1", "10"), (#""1.0""#, "1.0"), ("1.5", "1.5"), ("0.0", "0")])
    func categories(written: String, category: String) throws {
        let records = try Self.read(value: "[\(Self.media(", \"Category\": \(written)"))]")
        guard case .entry(let entry, let rejections) = records.first else { throw CocoaError(.coderValueNotFound) }
        #expect(entry.category == category && rejections.isEmpty)
    }

    @Test(
        "is refused where a number is none", arguments: ["1e+-5", "01", "1.", "-", ".5", "1e", "1.2.3", "-01", "1-2"])
    func badNumber(number: String) throws {
        let error = try #require(throws: HashSetError.self) {
            try Self.read(value: "[\(Self.media(", \"Other\": \(number)"))]")
        }
        #expect(error.reason == .damaged)
    }

    @Test("is read where a number is one", arguments: ["0", "-0", "10", "0.5", "1E5", "1e+5", "-2.50e-07"])
    func goodNumber(number: String) throws {
        #expect(try Self.read(value: "[\(Self.media(", \"Other\": \(number)"))]").count == 1)
    }

    @Test("keeps each of an entry's many categories once, the most serious first")
    func manyCategories() throws {
        let folder = try TemporaryFolder()
        let media = (0..<2).flatMap { _ in (1...300).reversed().map { Self.media(", \"Category\": \($0)") } }
        let file = try Self.file(value: "[\(media.joined(separator: ","))]", in: folder)
        let report = try HashSetImport(file: file).run(into: folder.path)
        let index = try HashSetLibrary(directory: folder.path).open(report.sha256, verifying: true)
        #expect(index.entry(0)?.categories == (1...300).map(String.init))
    }

    @Test("is refused without a value: it would pass for an empty set")
    func withoutValue() throws {
        let error = try #require(throws: HashSetError.self) {
            try Self.read(value: "[\(Self.media())]", key: "Value2")
        }
        #expect(error.reason == .unknownModel)
    }

    private static func media(_ more: String = "") -> String { #"{"MD5": "\#(md5)"\#(more)}"# }

    private static func read(value: String, key: String = "value") throws -> [SetRecord] {
        let folder = try TemporaryFolder()
        return try readAll(try file(value: value, key: key, in: folder))
    }

    private static func file(value: String, key: String = "value", in folder: TemporaryFolder) throws -> String {
        let model = "http://github.com/ICMEC/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases"
        return try folder.file("set.json", #"{"@odata.context": "\#(model)", "\#(key)": \#(value)}"#.utf8)
    }

    private static func rejections(in records: [SetRecord]) -> [Rejection] {
        records.flatMap { record in
            switch record {
            case .entry(_, let rejections): rejections
            case .rejected(let rejection): [rejection]
            }
        }
    }
}
