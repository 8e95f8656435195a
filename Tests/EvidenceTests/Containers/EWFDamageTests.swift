import Evidence
import Findings
import TestSupport
import Testing

/// Images of every form that ewfacquire writes, with each of their parts damaged in turn.
@Suite("A damaged E01", .enabled(if: EWFSample.canBeMade, "ewfacquire is not installed"))
struct EWFDamageTests {
    @Test("whole has every byte of the device", arguments: EWFSample.formats + EWFSample.synonyms)
    func whole(format: String) throws {
        for (chunkSectors, compression) in [(16, "none"), (16, "best"), (64, "fast"), (1024, "empty-block")] {
            let sample = try EWFSample(format, chunkSectors: chunkSectors, compression: compression)
            let recovery = try sample.recovery { _ in }
            #expect(recovery.byteCount == sample.device.count && !recovery.isNamed && recovery.invented == [])
        }
    }

    @Test("never has a byte that the device has not, whichever one is damaged", arguments: EWFSample.formats)
    func anyByte(format: String) throws {
        let sample = try EWFSample(format)
        let chunks = sample.chunks
        let structure = sample.files[0].bytes.indices.filter { place in !chunks.contains { $0.contains(place) } }
        let content = chunks.flatMap { stride(from: $0.lowerBound, to: $0.upperBound, by: 251) }
        let offset = EWFSample.formats.firstIndex(of: format) ?? 0
        for place in stride(from: offset % 5, to: structure.count, by: 5).map({ structure[$0] }) + content {
            let recovery = try sample.recovery { $0[0].bytes[place] ^= 0x41 }
            #expect(recovery.invented == [], "byte \(place)")
            let isWhole = recovery.refusal == nil && recovery.byteCount == sample.device.count
            #expect(isWhole || recovery.isNamed, "byte \(place)")
        }
    }

    @Test("loses the very chunk that is damaged, and names it", arguments: EWFSample.formats)
    func chunk(format: String) throws {
        let sample = try EWFSample(format)
        #expect(sample.chunks.count == 6)
        for (number, chunk) in sample.chunks.enumerated() {
            let recovery = try sample.recovery { $0[0].bytes[chunk.upperBound - 2] ^= 1 }
            let byteCount = min(8192, sample.device.count - number * 8192)
            #expect(recovery.lost == [ByteRange(offset: Int64(number) * 8192, byteCount: Int64(byteCount))])
            #expect(recovery.errors.first?.reason == .chunkChecksum && recovery.invented == [])
            #expect(recovery.errors.first?.cause.contains("chunk \(number),") == true)
        }
    }

    /// The parts of a table's section, by their places in its data.
    static let tableParts = [
        "header": 0, "base": 9, "header's checksum": 20, "entries": 27, "last entry": -5, "checksum": -2,
    ]

    @Test(
        "whose table is damaged goes by its mirror; without one it names the range",
        arguments: EWFSample.formats.filter { $0 != "smart" }, tableParts.keys.sorted())
    func table(format: String, part: String) throws {
        let sample = try EWFSample(format)
        let place = try #require(Self.tableParts[part])
        func damage(_ kind: String, in bytes: inout [UInt8]) {
            guard let data = sample.section(kind)?.data else { return }
            bytes[place < 0 ? data.upperBound + place : data.lowerBound + place] ^= 0x10
        }
        let first = try sample.recovery { damage("table", in: &$0[0].bytes) }
        #expect(first.lost == [] && first.invented == [] && first.byteCount == sample.device.count)
        let second = try sample.recovery { damage("table2", in: &$0[0].bytes) }
        #expect(second.lost == [] && second.invented == [] && second.byteCount == sample.device.count)
        let both = try sample.recovery {
            damage("table", in: &$0[0].bytes)
            damage("table2", in: &$0[0].bytes)
        }
        #expect(both.lost == [ByteRange(offset: 0, byteCount: Int64(sample.device.count))] && both.invented == [])
        #expect(both.errors.first?.reason == .containerDamaged)
    }

    @Test("whose geometry is damaged uses the copy of it, and without one is refused", arguments: EWFSample.formats)
    func geometry(format: String) throws {
        let sample = try EWFSample(format)
        let places = sample.sections.filter { ["volume", "data"].contains($0.kind) }.map { $0.data.lowerBound + 17 }
        #expect(places.count == (format == "smart" ? 1 : 2))
        for (number, place) in places.enumerated() where places.count > 1 {
            let recovery = try sample.recovery { $0[0].bytes[place] ^= 1 }
            #expect(recovery.lost == [] && recovery.invented == [] && recovery.byteCount == sample.device.count)
            #expect(recovery.unreadable.map(\.reason) == [.containerDamaged], "copy \(number)")
        }
        let none = try sample.recovery { for place in places { $0[0].bytes[place] ^= 1 } }
        #expect(none.refusal?.reason == .containerDamaged)
    }

    @Test("whose texts or digests are damaged names these, and has the device", arguments: EWFSample.formats)
    func texts(format: String) throws {
        let sample = try EWFSample(format)
        let kinds: Set<String> = ["header", "header2", "xheader", "hash", "digest", "xhash"]
        let sections = sample.sections.filter { kinds.contains($0.kind) }
        #expect(sections.count >= 2)
        for section in sections {
            let recovery = try sample.recovery { $0[0].bytes[section.data.lowerBound + 12] ^= 0x20 }
            #expect(recovery.lost == [] && recovery.invented == [] && recovery.byteCount == sample.device.count)
            #expect(recovery.unreadable.map(\.reason) == [.containerDamaged], "\(section.kind)")
            #expect(recovery.unreadable.first?.detail.contains(section.kind) == true)
        }
    }

    @Test("whose section is damaged has what lies before it, and names the rest", arguments: EWFSample.formats)
    func descriptors(format: String) throws {
        let sample = try EWFSample(format)
        for section in sample.sections {
            for part in [0, 17, 25, 50, 73] {
                let recovery = try sample.recovery { $0[0].bytes[section.descriptor.lowerBound + part] ^= 4 }
                #expect(recovery.invented == [] && recovery.isNamed, "\(section.kind) \(part)")
                let hasTable = section.descriptor.lowerBound > (sample.section("table")?.data.upperBound ?? .max) - 1
                #expect(!hasTable || recovery.lost == [], "\(section.kind) \(part)")
            }
        }
    }

    @Test("whose sections lead in a ring, backwards or nowhere ends all the same", arguments: ["encase6", "smart"])
    func links(format: String) throws {
        let sample = try EWFSample(format)
        for section in sample.sections.dropLast() {
            let own = UInt64(section.descriptor.lowerBound)
            for next in [own, 13, 0, own + 1, own + 76, UInt64(sample.files[0].bytes.count), 1 << 40, .max] {
                for byteCount in [nil, next &- own, 0] as [UInt64?] {
                    let recovery = try sample.recovery { $0[0].bytes.relink(section, next: next, byteCount: byteCount) }
                    #expect(recovery.invented == [], "\(section.kind) to \(next)")
                    let isNeeded = !["header", "header2"].contains(section.kind) || next != own + 76
                    #expect(!isNeeded || recovery.isNamed || recovery.lost == [])
                }
            }
        }
    }

    @Test(
        "cut anywhere has what its tables still place, and names the rest", arguments: ["encase5", "encase6", "smart"])
    func cut(format: String) throws {
        let sample = try EWFSample(format)
        let full = sample.files[0].bytes.count
        for byteCount in Array(stride(from: 1, to: full, by: 397)) + (1...80).map({ full - $0 }) {
            let recovery = try sample.recovery { $0[0].bytes.removeLast(full - byteCount) }
            if byteCount < 13 + 76 { continue }  // Not enough is left to say what it was.
            #expect(recovery.invented == [] && recovery.isNamed, "\(byteCount) of \(full) bytes")
        }
    }

    @Test("whose signature is damaged is read by its sections", arguments: EWFSample.formats, 0..<8)
    func signature(format: String, place: Int) throws {
        let recovery = try EWFSample(format).recovery { $0[0].bytes[place] ^= 0x80 }
        #expect(recovery.lost == [] && recovery.invented == [])
        #expect(recovery.unreadable.first?.detail.contains("signature") == true)
    }
}
