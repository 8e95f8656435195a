import Findings
import Testing

@testable import Evidence

@Suite("Names on NTFS")
struct NTFSNameTests {
    typealias Attribute = SketchedNTFS.Attribute

    /// File 30 with the content 1, 2, 3.
    private func sketch(_ names: Attribute...) -> SketchedNTFS {
        var sketch = SketchedNTFS()
        sketch.records[24] = .folder(.name("folder", in: SketchedNTFS.root))
        sketch.records[30] = .file()
        sketch.records[30]?.attributes += names + [.resident(.data, [1, 2, 3])]
        return sketch
    }

    private static let name = Attribute.name("file.bin", in: SketchedNTFS.root)

    /// The file's name, damaged: of no length, of more than there is, of zeros, and in clusters.
    static let damaged: [Attribute] = [
        patched(64, [0]), patched(64, [200]), patched(66, [0, 0]),
        .clusters(.name, [(80, 1)], byteCount: 82),
    ]

    private static func patched(_ place: Int, _ bytes: [UInt8]) -> Attribute {
        var copy = name
        copy.content.replaceSubrange(place..<place + bytes.count, with: bytes)
        return copy
    }

    @Test("that are damaged are a failure, and their folder's word stands in for them", arguments: 0..<4)
    func named(index: Int) throws {
        var sketch = sketch(Self.damaged[index])
        let link = Attribute.name("link.bin", in: SketchedNTFS.reference(24)).content
        let file = SketchedNTFS.reference(30)
        sketch.indexes[5] = sketch.entries(of: 5).filter { $0.file != file }
        sketch.indexes[5]?.append(.init(file: file, name: Self.name.content))
        sketch.indexes[24] = [.init(file: file, name: link)]
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(item.reading == .inline([1, 2, 3]))
        #expect(harvest.paths(of: item) == ["/file.bin", "/folder/link.bin"].map { Array($0.utf8) })
        #expect(harvest.failureNames == ["damaged-entry /file.bin"])
        #expect(harvest.failures.first?.detail.contains("name at byte 168 of record 30") == true)
        #expect(harvest.failures.first?.range?.offset == SketchedNTFS.offset(ofRecord: 30) + 168)
    }

    @Test("that nobody knows any more cost a file nothing else", arguments: 0..<4)
    func nameless(index: Int) throws {
        var sketch = sketch(Self.damaged[index])
        sketch.indexes[5] = []
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/$OrphanFiles/OrphanFile-30"))
        #expect(item.reading == .inline([1, 2, 3]))
        #expect(harvest.failures.contains { $0.ordinal == item.ordinal && $0.reason == .damagedEntry })
    }

    @Test("that are whole stay beside damaged ones")
    func second() throws {
        var sketch = sketch(Self.damaged[0], .name("other.bin", in: SketchedNTFS.reference(24)))
        sketch.indexes[5] = sketch.entries(of: 5).filter { $0.file != SketchedNTFS.reference(30) }
        let harvest = try sketch.harvest()
        #expect(harvest.item(at: "/folder/other.bin")?.reading == .inline([1, 2, 3]))
        #expect(harvest.failureNames == ["damaged-entry /folder/other.bin"])
    }

    @Test("of a file whose record is damaged are all kept")
    func links() throws {
        let sketch = sketch(Self.name, .name("link.bin", in: SketchedNTFS.reference(24)))
        let disk = sketch.disk()
        disk.write("JUNK", at: SketchedNTFS.offset(ofRecord: 30))
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(harvest.paths(of: item) == ["/file.bin", "/folder/link.bin"].map { Array($0.utf8) })
        #expect(harvest.failureNames == ["damaged-entry /file.bin"])
        #expect(harvest.failures.first?.range?.offset == SketchedNTFS.offset(ofRecord: 30))
    }

    // MARK: Folders against files

    @Test("that folders and files agree on are no failure: long and short ones, links, and case alone apart")
    func agree() throws {
        let sketch = sketch(
            .name("A long name.bin", in: SketchedNTFS.root, space: 1),
            .name("ALONGN~1.BIN", in: SketchedNTFS.root, space: 2),
            .name("Name", in: SketchedNTFS.reference(24), space: 0),
            .name("name", in: SketchedNTFS.reference(24), space: 0))
        let harvest = try sketch.harvest()
        #expect(harvest.failures == [])
        let item = try #require(harvest.item(at: "/A long name.bin"))
        #expect(harvest.furtherPaths[item.ordinal] == ["/folder/Name", "/folder/name"].map { Array($0.utf8) })
    }

    @Test("that a folder has for a file, but not the file, are failures")
    func disagree() throws {
        var sketch = sketch(Self.name)
        let other = Attribute.name("other.bin", in: SketchedNTFS.root).content
        sketch.indexes[5] = sketch.entries(of: 5) + [.init(file: SketchedNTFS.reference(30), name: other)]
        sketch.indexes[24] = [.init(file: SketchedNTFS.reference(30), name: Self.name.content)]
        let harvest = try sketch.harvest()
        #expect(Set(harvest.failureNames) == ["damaged-entry /other.bin", "damaged-entry /folder/file.bin"])
        #expect(harvest.failures.allSatisfy { $0.address == "30" })
        #expect(harvest.item(at: "/file.bin")?.reading == .inline([1, 2, 3]))
    }

    @Test("that a file has, but its folder does not, are failures", arguments: [true, false])
    func missing(isRenamed: Bool) throws {
        var sketch = sketch(Self.name)
        let file = SketchedNTFS.reference(30)
        sketch.indexes[5] = sketch.entries(of: 5).filter { $0.file != file }
        let other = Attribute.name("other.bin", in: SketchedNTFS.root).content
        if isRenamed { sketch.indexes[5]?.append(.init(file: file, name: other)) }
        let harvest = try sketch.harvest()
        #expect(harvest.failureNames == (isRenamed ? ["damaged-entry /other.bin"] : []) + ["damaged-entry /file.bin"])
        #expect(harvest.item(at: "/file.bin")?.reading == .inline([1, 2, 3]))
    }

    @Test("that a file has, but its folder does not, are told in the order of the names")
    func order() throws {
        let names = ["ff", "bb", "dd", "aa", "ee", "cc"]
        var sketch = sketch(.name(names[0], in: SketchedNTFS.root))
        for name in names.dropFirst() { sketch.records[30]?.attributes.append(.name(name, in: SketchedNTFS.root)) }
        sketch.indexes[5] = sketch.entries(of: 5).filter { $0.file != SketchedNTFS.reference(30) }
        #expect(try sketch.harvest().failureNames == names.sorted().map { "damaged-entry /\($0)" })
    }

    @Test("that lead to another use of a record are failures, and told once", arguments: [2, 0] as [UInt16])
    func reused(sequence: UInt16) throws {
        var sketch = sketch(Self.name)
        let file = SketchedNTFS.reference(30)
        sketch.indexes[5] = sketch.entries(of: 5).map { entry in
            entry.file == file ? .init(file: SketchedNTFS.reference(30, sequence), name: entry.name) : entry
        }
        #expect(try sketch.harvest().failureNames == ["damaged-entry /file.bin"])
    }

    @Test("in an orphan's folder that is gone, or used for another, are an orphan's", arguments: [40, 24])
    func orphans(folder: UInt64) throws {
        let sketch = sketch(.name("file.bin", in: SketchedNTFS.reference(folder, 7)))
        var unnamed = sketch
        unnamed.indexes[24] = []
        let harvest = try unnamed.harvest()
        #expect(harvest.failures == [])
        #expect(harvest.item(at: "/$OrphanFiles/file.bin")?.isAllocated == true)
    }

    @Test("of an index that has no end are followed by a failure")
    func endless() throws {
        let sketch = sketch(.name("file.bin", in: SketchedNTFS.reference(24)))
        let disk = sketch.disk()
        // The index of the folder: behind its header, its times and its name, the entry of 104 bytes, then its end.
        let index = SketchedNTFS.offset(ofRecord: 24) + 72 + 96 + 24 + 80 + 24 + 8
        disk.write([0], at: index + 32 + 104 + 12)
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        #expect(Set(harvest.failureNames) == ["damaged-entry /folder"])
        #expect(harvest.failures.contains { $0.detail == "the index of names has no end" })
    }
}
