import Foundation
import Testing

@testable import HashSets

@Suite("A library of hash sets") struct HashSetLibraryTests {
    @Test("lists, opens and removes what was imported into its folder")
    func keepsSets() throws {
        let folder = try TemporaryFolder()
        let library = HashSetLibrary(directory: folder.path)
        let first = try HashSetImport(file: Fixture.path("plain/md5.txt"), name: "b").run(into: folder.path)
        let second = try HashSetImport(file: Fixture.path("sums/sha256sum.txt"), name: "a").run(into: folder.path)
        _ = try folder.file("notes.txt", [])
        #expect(try library.list().summaries.map(\.sha256) == [second.sha256, first.sha256])
        #expect(try library.list().summaries.map(\.entries) == [80, 300])
        #expect(try library.open(verifying: true).count == 2)
        let open = try library.open(first.sha256, verifying: false)
        try library.remove(first.sha256)
        #expect(open.entry(0) != nil)
        #expect(try library.list().summaries.map(\.name) == ["a"])
        #expect(throws: HashSetError.self) { try library.remove(first.sha256) }
        #expect(throws: HashSetError.self) { try library.remove("../notes.txt") }
        #expect(folder.names.contains("notes.txt"))
    }

    @Test("names a damaged set, goes on listing the others, and opens none of them without it")
    func namesDamagedSets() throws {
        let folder = try TemporaryFolder()
        let library = HashSetLibrary(directory: folder.path)
        _ = try HashSetImport(file: Fixture.path("plain/md5.txt")).run(into: folder.path)
        let damaged = try folder.file(String(repeating: "0", count: 64) + ".hashset", "rubbish".utf8)
        let contents = try library.list()
        #expect(contents.summaries.count == 1)
        #expect(contents.damaged.map(\.path) == [damaged])
        #expect(throws: HashSetError.self) { _ = try library.open(verifying: false) }
    }

    @Test("holds nothing where there is no folder yet")
    func toleratesMissingFolder() throws {
        let contents = try HashSetLibrary(directory: "/nonexistent/sets").list()
        #expect(contents.summaries.isEmpty && contents.damaged.isEmpty)
    }

    @Test("replaces a set that is imported again by itself")
    func importsTwice() throws {
        let folder = try TemporaryFolder()
        let first = try HashSetImport(file: Fixture.path("vics-2.0.json")).run(into: folder.path)
        let second = try HashSetImport(file: Fixture.path("vics-2.0.json")).run(into: folder.path)
        #expect(first == second)
        #expect(folder.names.count == 1)
    }
}
