import FileTypes
import Foundation
import TestSupport
import Testing

@Suite("Types by content")
struct FileTypeTests {
    @Test("know the formats that matter", arguments: Sample.binaries + Sample.texts)
    func knows(sample: Sample) {
        #expect(FileType.mime(ofPrefix: sample.bytes.span, byteCount: Int64(sample.bytes.count)) == sample.type)
    }

    @Test("agree with file(1), but for known exceptions", .enabled(if: FileCommand.isPresent))
    func agreesOnSamples() throws {
        let folder = try TemporaryFolder()
        let samples = Sample.binaries + Sample.texts
        let paths = try samples.enumerated().map { try folder.write($0.element.bytes, as: "\($0.offset)") }
        for (sample, theirs) in zip(samples, try FileCommand.types(of: paths)) {
            // An exception that is none any more has to go.
            #expect((sample.type == theirs) == (sample.exception == nil), "\(sample.name): file says \(theirs)")
        }
    }

    @Test(
        "agree with file(1) on pictures and films of many makers",
        .enabled(if: FileCommand.isPresent && SharedFiles.arePresent))
    func agreesOnRealFiles() throws {
        let paths = SharedFiles.paths
        #expect(paths.count > 300)
        for (path, theirs) in zip(paths, try FileCommand.types(of: paths)) {
            let ours = try SharedFiles.type(of: path)
            let isExcepted = SharedFiles.exceptions.contains { $0.ours == ours && $0.theirs == theirs }
            #expect(ours == theirs || isExcepted, "\(path): ours \(ours), file's \(theirs)")
        }
    }

    @Test("are said of an empty content as well")
    func empty() {
        #expect(FileType.mime(ofPrefix: [UInt8]().span, byteCount: 0) == "inode/x-empty")
    }

    @Test("do not depend on how many bytes are given beyond the first 64 KiB")
    func onlyPrefixCounts() {
        let zip = ZipSample.archive(members: (0..<5000).map { "f\($0)" } + ["word/document.xml"])
        #expect(zip.count > 2 * FileType.prefixByteCount)
        let whole = FileType.mime(ofPrefix: zip.span, byteCount: Int64(zip.count))
        let part = zip.span.extracting(..<FileType.prefixByteCount)
        #expect(FileType.mime(ofPrefix: part, byteCount: Int64(zip.count)) == whole)
    }

    @Test("survive whatever a content holds", arguments: UInt64(0)..<40)
    func survivesChance(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for sample in Sample.binaries + Sample.texts + ContainerSample.all.map(\.asSample) {
            var bytes = sample.bytes
            for _ in 0..<Int.random(in: 0...8, using: &random) where !bytes.isEmpty {
                bytes[.random(in: 0..<bytes.count, using: &random)] =
                    [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
            }
            bytes.removeLast(.random(in: 0...bytes.count, using: &random))
            let type = FileType.mime(ofPrefix: bytes.span, byteCount: Int64(bytes.count))
            #expect(type.contains("/"))
        }
    }

    @Test("end soon on text that nests without end")
    func nesting() {
        for unit in ["[", "{\"a\":", "<!--", "<?", "{"] {
            let text = Array(String(repeating: unit, count: 30_000).utf8)
            #expect(FileType.mime(ofPrefix: text.span, byteCount: Int64(text.count)).contains("/"))
        }
    }
}
