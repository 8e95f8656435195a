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
            let rejections = try Self.rejections(in: try Self.read(value: "[\(value), \(Self.media())]"))
            #expect(rejections.map(\.reason) == [.noDigest], "\(value)")
        }
    }

    @Test("passes over a case without Media: it is no record", arguments: [#"{"CaseID": "1"}"#, #"{"CaseNumber": 1}"#])
    func caseWithoutMedia(element: String) throws {
        let records = try Self.read(value: "[\(element), \(Self.media())]")
        #expect(records.count == 1 && Self.rejections(in: records).isEmpty)
    }

    private static func media(_ more: String = "") -> String { #"{"MD5": "\#(md5)"\#(more)}"# }

    private static func read(value: String, key: String = "value") throws -> [SetRecord] {
        let folder = try TemporaryFolder()
        let model = "http://github.com/ICMEC/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases"
        return try readAll(try folder.file("set.json", #"{"@odata.context": "\#(model)", "\#(key)": \#(value)}"#.utf8))
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
