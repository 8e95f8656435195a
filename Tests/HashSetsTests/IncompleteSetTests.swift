import Findings
import Foundation
import Testing

@testable import HashSets

@Suite("A hash set that is not all there, or looks as if it were not") struct IncompleteSetTests {
    @Test("is refused while changes wait beside its database", arguments: ["-wal", "-journal"])
    func waitingChanges(ending: String) throws {
        let folder = try TemporaryFolder()
        let database = try Data(contentsOf: URL(filePath: Fixture.path("nsrl-rds3-minimal.db")))
        let path = try folder.file("set.db", database)
        #expect(try !readAll(path).isEmpty)
        _ = try folder.file("set.db\(ending)", [])
        #expect(try !readAll(path).isEmpty)
        _ = try folder.file("set.db\(ending)", [1])
        let other = try TemporaryFolder()
        let link = other.url.appending(path: "link.db").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        for name in [path, link] {
            let error = #expect(throws: HashSetError.self) { try readAll(name) }
            #expect(error?.reason == .sqliteCorrupt && error?.cause.contains("set.db\(ending)") == true)
        }
    }

    @Test(
        "is read whole where a Media has a member Media of its own", arguments: ["[]", "[{}]", "7", "{\"Media\": []}"])
    func mediaInMedia(member: String) throws {
        let digests = (0..<4).map { String(repeating: "\($0)", count: 32) }
        let media = digests.enumerated().map { index, digest in
            "{\"MediaID\": \(index), \"MD5\": \"\(digest)\"" + (index == 1 ? ", \"Media\": \(member)}" : "}")
        }
        let folder = try TemporaryFolder()
        let path = try folder.file(
            "set.json",
            """
            {"@odata.context": "http://github.com/ICMEC/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases", "value": [
            {"CaseID": "1", "Media": [\(media.joined(separator: ","))]}]}
            """.utf8)
        let entries = try readAll(path).compactMap { if case .entry(let entry, _) = $0 { entry } else { nil } }
        #expect(entries.map { Hexadecimal.text($0.digests.md5?.bytes ?? []) } == digests)
    }
}
