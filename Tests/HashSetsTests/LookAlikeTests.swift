import Findings
import Foundation
import Testing

@testable import HashSets

@Suite("A hash set that looks like another format") struct LookAlikeTests {
    private static let md5 = String(repeating: "ab", count: 16)
    private static let vics =
        #"{"@odata.context": "http://github.com/x/DataModels/2.0.xml/US/$metadata#Media", "value": ["#

    @Test(
        "is read where a checksum's file name holds what looks like cells",
        arguments: [
            "\(md5)  a,hash list.txt", "\(md5) *a;md5;b", "\(md5)  a\tsha1\tb", "\\\(md5)  a,md5\\nb",
            "MD5 (a,md5,b) = \(md5)", "    7  \(md5)  a,hash 1,b",
            "\(md5)  (copy)=1.jpg", "\(md5) (a) = \(md5)",
        ])
    func checksums(line: String) throws {
        #expect(try Self.entries(of: line + "\n") == [Self.md5])
    }

    @Test(
        "is read where VICS on one line has cells in its texts",
        arguments: [#""MediaFiles": [{"FileName":"x,md5,y.jpg"}]"#, #""Other": [{"HashName":"MD5","X":1}]"#])
    func vics(member: String) throws {
        #expect(try Self.entries(of: "\(Self.vics)\n{\"MD5\": \"\(Self.md5)\", \(member)}]}") == [Self.md5])
        #expect(try Self.entries(of: "\(Self.vics){\"MD5\": \"\(Self.md5)\", \(member)}]}") == [Self.md5])
    }

    @Test(
        "is refused as CSV where cells follow the digest",
        arguments: ["\(md5),name", "\(md5), \(md5), name", "\(md5)\tname\tmd5", "\(md5) ; \(md5)"])
    func tables(line: String) throws {
        let error = try #require(throws: HashSetError.self) { _ = try Self.entries(of: line + "\n") }
        #expect(error.reason == .unsupportedFormat && error.description.contains("CSV"))
        #expect(error.description.contains("--format-of-set"))
    }

    private static func entries(of text: String) throws -> [String] {
        let folder = try TemporaryFolder()
        return try readAll(try folder.file("set", text.utf8)).compactMap { record in
            guard case .entry(let entry, []) = record else { return nil }
            return Hexadecimal.text(entry.digests.md5?.bytes ?? [])
        }
    }
}
