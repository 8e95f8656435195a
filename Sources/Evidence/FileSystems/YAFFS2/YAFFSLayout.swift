internal import Findings

/// How pages lie in a dump of flash memory: each with a spare area behind it, somewhere in which are its tags.
struct YAFFSLayout {
    /// Bytes of content in a page.
    let pageSize: Int
    let spareSize: Int
    /// Where in the spare area the tags are: drivers put them behind other things of theirs.
    let tagOffset: Int

    /// A page with its spare area, in bytes.
    var stride: Int64 { Int64(pageSize + spareSize) }

    /// How many pages are erased together, at the least: 32 of the small ones, 64 of the others (Open NAND Flash Interface;
    /// yaffs.net, "How YAFFS Works").
    var pagesPerBlock: Int64 { pageSize < 2048 ? 32 : 64 }

    private static let sizes = [(2048, 64), (4096, 128), (1024, 32), (512, 16)]
    /// How many pages are looked at: several blocks.
    private static let sampleCount: Int64 = 512

    /// Finds the layout by which the most pages that look like headers have the tags of one.
    /// - Returns: nil where none has.
    static func find(at start: Int64, on device: any Device) -> YAFFSLayout? {
        var best: (layout: YAFFSLayout, score: Score)?
        for (pageSize, spareSize) in sizes {
            let plain = YAFFSLayout(pageSize: pageSize, spareSize: spareSize, tagOffset: 0)
            var scores = [Score](repeating: Score(), count: spareSize - YAFFSTags.byteCount + 1)
            for number in 0..<sampleCount {
                guard let bytes = try? device.bytes(at: start + number * plain.stride, byteCount: Int(plain.stride)),
                    bytes.count == Int(plain.stride), let header = YAFFSHeader(bytes.prefix(YAFFSHeader.byteCount))
                else { continue }
                for offset in scores.indices {
                    guard let tags = YAFFSTags(bytes[(pageSize + offset)...]), tags.describes(header) else { continue }
                    scores[offset].count += 1
                    scores[offset].sequences += UInt64(tags.sequence)
                }
            }
            for (offset, score) in scores.enumerated() where score.isBetter(than: best?.score ?? Score()) {
                best = (YAFFSLayout(pageSize: pageSize, spareSize: spareSize, tagOffset: offset), score)
            }
        }
        return best?.layout
    }
}

/// How well a layout fits. A byte beside the right place, a sequence may still look like one, but is larger by far.
private struct Score {
    /// Headers whose tags are those of a header.
    var count = 0
    var sequences: UInt64 = 0

    func isBetter(than other: Score) -> Bool { (count, other.sequences) > (other.count, sequences) }
}

/// What the spare area says of its page (yaffs2, yaffs_packedtags2.h).
struct YAFFSTags {
    /// Counts the blocks in the order in which they were begun.
    let sequence: UInt32
    let object: UInt32
    /// Which page of its object it is, from 1; 0 for a header.
    let chunk: UInt32
    /// How many bytes of content it has.
    let byteCount: UInt32

    static let byteCount = 16
    private static let lowestSequence: UInt32 = 0x1000
    private static let highestSequence: UInt32 = 0xEFFF_FF00
    private static let lastObject: UInt32 = 0x3_FFFF
    /// In headers the page's number may hold the parent, and the object's the type.
    private static let isExtended: UInt32 = 0x8000_0000

    /// - Returns: nil for a page that was never written.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let sequence = bytes.le32(0), let object = bytes.le32(4), let chunk = bytes.le32(8),
            let byteCount = bytes.le32(12), (Self.lowestSequence...Self.highestSequence).contains(sequence)
        else { return nil }
        let isExtended = chunk & Self.isExtended != 0
        self.sequence = sequence
        self.object = isExtended ? object & 0x0FFF_FFFF : object
        self.chunk = isExtended ? 0 : chunk
        self.byteCount = byteCount
        guard (1...Self.lastObject).contains(self.object) else { return nil }
    }

    /// Whether the tags can be those of a header.
    func describes(_ header: YAFFSHeader) -> Bool { chunk == 0 && (object != header.parent || object == 1) }
}
