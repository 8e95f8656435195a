import Evidence
import Findings
import TestSupport
import Testing

/// Files that begin, or end, as the makers of other formats have laid down.
@Suite("A file in a format that is not read")
struct ForeignFormatTests {
    struct Sample: CustomTestStringConvertible {
        let word: String
        let program: String
        var reason = Failure.Reason.unsupportedImage
        var parts: [(place: Int, bytes: [UInt8])]
        var testDescription: String { word }

        init(_ word: String, _ program: String, _ parts: (Int, [UInt8])...) {
            (self.word, self.program, self.parts) = (word, program, parts)
        }

        init(_ word: String, _ program: String, _ text: String) {
            self.init(word, program, (0, Array(text.utf8)))
        }

        var encrypted: Sample {
            var sample = self
            sample.reason = .encryptedVolume
            return sample
        }

        var bytes: [UInt8] {
            var bytes = [UInt8](repeating: 0x2e, count: 16_384)
            for (place, part) in parts {
                let start = place < 0 ? bytes.count + place : place
                bytes.replaceSubrange(start..<start + part.count, with: part)
            }
            return bytes
        }
    }

    private static let sync: [UInt8] = [0] + Array(repeating: 0xff, count: 10) + [0]
    private static let zip: (Int, [UInt8]) = (0, [0x50, 0x4b, 3, 4, 45, 0])

    static let samples = [
        Sample("Ex01", "E01", (0, [0x45, 0x56, 0x46, 0x32, 0x0d, 0x0a, 0x81, 0x00, 2, 1])),
        Sample("Lx01", "Restore", (0, [0x4c, 0x45, 0x46, 0x32, 0x0d, 0x0a, 0x81, 0x00, 2, 1])),
        Sample("L01", "Restore", (0, [0x4c, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00, 1, 1, 0, 0, 0])),
        Sample("AFF4", "aff4imager", zip, (30, Array("container.description".utf8))),
        Sample("AFF4", "aff4imager", zip, (-64, Array("aff4://9e8f3a44-7cb8-4b22-a6d6-0f9a0f5b1d11".utf8))),
        Sample("AFF4", "aff4imager", zip, (-300, Array("information.turtle".utf8))),
        Sample("AD1", "Restore", "ADSEGMENTEDFILE\0"),
        Sample("AD Encryption", "FTK Imager", "ADCRYPT\0").encrypted,
        Sample("encrypted", "hdiutil", "encrcdsa").encrypted,
        Sample("Parallels", "qemu-img", "WithoutFreeSpace"),
        Sample("Parallels", "qemu-img", "WithouFreSpacExt"),
        Sample("Parallels", "qemu-img", "<?xml version='1.0'?>\n<Parallels_disk_image Version=\"1.0\">"),
        Sample("QED", "qemu-img", (0, [0x51, 0x45, 0x44, 0, 0, 0, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0])),
        Sample("Bochs", "qemu-img", "Bochs Virtual HD Image\0"),
        Sample("cloop", "qemu-img", "#!/bin/sh\n#V2.0 Format\nmodprobe cloop"),
        Sample("SE sparse", "vmkfstools", (0, [0xbe, 0xba, 0xfe, 0xca, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0])),
        Sample("sparse disk image of macOS", "hdiutil", (0, [0x73, 0x70, 0x72, 0x73, 0, 0, 0, 3])),
        Sample("Android", "simg2img", (0, [0x3a, 0xff, 0x26, 0xed, 1, 0, 0, 0, 28, 0, 12, 0])),
        Sample("2,352", "bchunk", (0, sync), (2352, sync)),
        Sample("CHD", "chdman", "MComprHD"),
        Sample("WIM", "wimlib", "MSWIM\0\0\0"),
        Sample("WIM", "wimlib", "WLPWM\0\0\0"),
        Sample("ntfsclone", "ntfsclone", "\0ntfsclone-image"),
        Sample("Partclone", "partclone.restore", "partclone-image"),
        Sample("Partimage", "partimage", "PaRtImAgE-VoLuMe"),
    ]

    @Test("is refused by its name, and with what to do", arguments: samples)
    func isRefused(sample: Sample) throws {
        let folder = try ScratchFolder()
        let path = try folder.write(sample.bytes, to: "image.dd")
        let error = #expect(throws: EvidenceError.self) { try Image(opening: path) }
        #expect(error?.reason == sample.reason)
        #expect(error?.detail.contains(sample.word) == true && error?.detail.contains(sample.program) == true)
    }

    @Test("is refused by its first segment, whichever is named")
    func isRefusedBySegment() throws {
        let folder = try ScratchFolder()
        try folder.write(Self.samples[0].bytes, to: "image.001")
        let later = try folder.write([UInt8](repeating: 7, count: 1000), to: "image.002")
        #expect(throws: EvidenceError.self) { try Image(opening: later) }
    }

    @Test("is not seen in what only has some of its marks", arguments: [[0], [1], [2]])
    func needsAllMarks(kept: [Int]) throws {
        let halves: [[(Int, [UInt8])]] = [[Self.zip], [(0, Self.sync)], [(-64, Array("aff4://".utf8))]]
        var sample = Self.samples[0]
        sample.parts = kept.flatMap { halves[$0] }.map { (place: $0.0, bytes: $0.1) }
        let folder = try ScratchFolder()
        let image = try Image(opening: try folder.write(sample.bytes, to: "image.dd"))
        #expect(image.description.format == "raw")
    }
}
