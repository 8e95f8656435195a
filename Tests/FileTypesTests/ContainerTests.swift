import FileTypes
import Testing

@Suite("Types of what is inside a container")
struct ContainerTests {
    @Test("are those of the members, the streams, the tags", arguments: ContainerSample.all)
    func looksInside(sample: ContainerSample) {
        #expect(FileType.mime(ofPrefix: sample.bytes.span, byteCount: Int64(sample.bytes.count)) == sample.type)
    }

    @Test("come from frames and packets where there is no signature")
    func frames() {
        var transport = [UInt8](repeating: 0xff, count: 188 * 8)
        for packet in 0..<8 { transport[packet * 188] = 0x47 }
        #expect(FileType.mime(ofPrefix: transport.span, byteCount: 1504) == "video/mp2t")
        // Layer III, 128 kbit/s at 44.1 kHz: 417 bytes a frame.
        var audio = [UInt8](repeating: 0x55, count: 417 * 3)
        for frame in 0..<3 { audio.replaceSubrange(frame * 417..<frame * 417 + 4, with: [0xff, 0xfb, 0x90, 0x00]) }
        #expect(FileType.mime(ofPrefix: audio.span, byteCount: 1251) == "audio/mpeg")
        // One sync word is chance.
        audio[417] = 0
        #expect(FileType.mime(ofPrefix: audio.span, byteCount: 1251) == "application/octet-stream")
    }
}
