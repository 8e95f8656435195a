/// Streams without a signature, whose frames or packets are found at regular distances.
enum Stream {
    static func type(of bytes: Span<UInt8>) -> String? {
        if isTransport(bytes, start: 0, packetByteCount: 188) { return "video/mp2t" }
        if isTransport(bytes, start: 4, packetByteCount: 192) { return "video/mp2t" }
        guard bytes.byte(at: 0) == 0xff else { return nil }
        if follows(bytes, MPEGAudio.frameByteCount) { return "audio/mpeg" }
        if follows(bytes, ADTS.frameByteCount) { return "audio/aac" }
        return nil
    }

    /// MPEG-2 transport: a sync byte at the start of each of five packets (ISO/IEC 13818-1, 2.4.3).
    private static func isTransport(_ bytes: Span<UInt8>, start: Int, packetByteCount: Int) -> Bool {
        (0..<5).allSatisfy { bytes.byte(at: start + $0 * packetByteCount) == 0x47 }
    }

    /// Whether a frame is followed by another.
    private static func follows(_ bytes: Span<UInt8>, _ frame: (Span<UInt8>, Int) -> Int?) -> Bool {
        guard let first = frame(bytes, 0) else { return false }
        return frame(bytes, first) != nil
    }
}

/// A frame of MPEG audio, layers I to III (ISO/IEC 11172-3, 2.4.1.3).
private enum MPEGAudio {
    private static let kilobitsOfVersion1: [[Int]] = [
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    ]
    private static let kilobitsOfVersion2: [[Int]] = [
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    ]
    private static let rates = [44_100, 48_000, 32_000]

    static func frameByteCount(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
        guard let head = bytes.number(4, at: offset, .big), head >> 21 == 0x7ff else { return nil }
        let (version, layer, bitRate, rate) = (head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3)
        guard version != 1, layer != 0, (1...14).contains(bitRate), rate != 3 else { return nil }
        let isFirst = version == 3
        let kilobits = (isFirst ? kilobitsOfVersion1 : kilobitsOfVersion2)[layer - 1][bitRate - 1]
        let hertz = rates[rate] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        let padding = head >> 9 & 1
        if layer == 3 { return (12_000 * kilobits / hertz + padding) * 4 }
        let samples = layer == 1 && !isFirst ? 72_000 : 144_000
        return samples * kilobits / hertz + padding
    }
}

/// A frame of AAC in an audio data transport stream (ISO/IEC 13818-7, 6.2).
private enum ADTS {
    static func frameByteCount(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
        guard let head = bytes.number(2, at: offset, .big), head & 0xfff6 == 0xfff0,
            let rest = bytes.number(4, at: offset + 2, .big), rest >> 26 & 15 < 13
        else { return nil }
        let length = rest >> 5 & 0x1fff
        return length >= 7 ? length : nil
    }
}
