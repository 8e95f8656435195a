import Evidence
import Findings
import TestSupport
import Testing

/// Images in four segment files, with something done to the set.
@Suite("A set of E01 segments", .enabled(if: EWFSample.canBeMade, "ewfacquire is not installed"))
struct EWFSegmentTests {
    private static let device = EWFSample.random(3 << 20, seed: 11)

    private func sample(_ format: String) throws -> EWFSample {
        let sample = try EWFSample(format, chunkSectors: 64, of: Self.device, compression: "none")
        #expect(sample.files.count == 4)
        return sample
    }

    /// What lies behind the chunks of the first `count` segments, of 31 each.
    private func behind(_ count: Int) -> [ByteRange] {
        let start = Int64(min(96, count * 31)) << 15
        return [ByteRange(offset: start, byteCount: Int64(Self.device.count) - start)]
    }

    @Test("whole has every byte, from whichever segment", arguments: ["encase2", "encase6", "ftk", "smart", "ewfx"])
    func whole(format: String) throws {
        let recovery = try sample(format).recovery { _ in }
        #expect(recovery.byteCount == Self.device.count && !recovery.isNamed && recovery.invented == [])
    }

    @Test("of which two have changed places has what lies before them", arguments: ["encase6", "smart"])
    func swapped(format: String) throws {
        let recovery = try sample(format).recovery { files in
            (files[1].bytes, files[2].bytes) = (files[2].bytes, files[1].bytes)
        }
        #expect(recovery.invented == [] && recovery.lost == behind(1))
        #expect(recovery.errors.first?.reason == .missingSegment)
    }

    @Test("of which one is there twice, or is missing, has what lies before it", arguments: ["encase6", "smart"])
    func doubled(format: String) throws {
        let sample = try sample(format)
        let twice = try sample.recovery { $0[2].bytes = $0[1].bytes }
        #expect(twice.invented == [] && twice.lost == behind(2) && twice.errors.first?.reason == .missingSegment)
        let missing = try sample.recovery { $0.remove(at: 2) }
        #expect(missing.invented == [] && missing.lost == behind(2) && missing.errors.first?.reason == .missingSegment)
        let last = try sample.recovery { $0.removeLast() }
        #expect(last.invented == [] && last.lost == behind(3) && last.errors.first?.reason == .missingSegment)
    }

    @Test(
        "of which one belongs to a device of another size reads none of that",
        arguments: ["encase2", "encase6", "linen5"])
    func otherSize(format: String) throws {
        let other = try EWFSample(
            format, chunkSectors: 64, of: EWFSample.random((3 << 20) - 512, seed: 12), compression: "none")
        let recovery = try sample(format).recovery { $0[1].bytes = other.files[1].bytes }
        #expect(recovery.invented == [] && recovery.lost == behind(1))
        #expect(recovery.errors.first?.cause.contains("another image") == true)
    }

    @Test("of which one has another acquisition's number reads none of that")
    func otherSet() throws {
        let sample = try sample("encase6")
        let recovery = try sample.recovery { files in
            for (number, identifier) in [(0, UInt8(1)), (1, 1), (2, 2), (3, 1)] {
                let kind = number == 0 ? "volume" : "data"
                let sections = EWFSample.sections(of: files[number].bytes)
                guard let data = sections.first(where: { $0.kind == kind })?.data else { continue }
                files[number].bytes[data.lowerBound + 64] = identifier
                let checksum = EWFSketch.adler32(files[number].bytes[data.lowerBound..<data.lowerBound + 1048])
                files[number].bytes.replaceSubrange(
                    data.lowerBound + 1048..<data.lowerBound + 1052, with: checksum.littleEndianBytes)
            }
        }
        #expect(recovery.invented == [] && recovery.lost == behind(2))
        #expect(recovery.errors.first?.cause.contains("another image") == true)
    }

    @Test("under names that lead nowhere has what its first one has")
    func renamed() throws {
        let recovery = try sample("encase6").recovery { files in
            for number in 1..<4 { files[number].name = "other-\(number).bin" }
        }
        #expect(recovery.invented == [] && recovery.lost == behind(1))
    }

    @Test("of which one is cut anywhere has what lies before the cut", arguments: ["encase6", "smart"])
    func cut(format: String) throws {
        let sample = try sample(format)
        let full = sample.files[1].bytes.count
        for byteCount in Array(stride(from: 0, to: full, by: 90_001)) + [
            12, 13, 88, 89, full - 1, full - 76, full - 77,
        ] {
            let recovery = try sample.recovery { $0[1].bytes.removeLast(full - byteCount) }
            #expect(recovery.invented == [] && recovery.isNamed, "\(byteCount) of \(full) bytes")
            #expect((recovery.lost.first?.offset ?? .max) >= behind(1)[0].offset)
        }
    }

    @Test("whose last segment is made to go on, or middle one to be the last, is named so")
    func ends() throws {
        let sample = try sample("encase6")
        func rename(_ number: Int, to kind: String, in files: inout [(name: String, bytes: [UInt8])]) {
            guard let last = EWFSample.sections(of: files[number].bytes).last else { return }
            let name = Array(kind.utf8) + Array(repeating: 0, count: 16 - kind.utf8.count)
            files[number].bytes.replaceSubrange(
                last.descriptor.lowerBound..<last.descriptor.lowerBound + 16, with: name)
            files[number].bytes.relink(last, next: UInt64(last.descriptor.lowerBound))
        }
        let early = try sample.recovery { rename(1, to: "done", in: &$0) }
        #expect(early.invented == [] && early.lost == behind(2))
        let late = try sample.recovery { rename(3, to: "next", in: &$0) }
        #expect(late.invented == [] && late.lost == [] && late.unreadable.map(\.reason) == [.missingSegment])
    }
}
