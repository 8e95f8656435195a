internal import Findings

/// What is known of an image on another computer: all of it comes over the line.
final class StreamedMap: BlockMap {
    let description: ImageDescription
    let unreadable: [Failure]
    let files: [EvidenceFile] = []
    private let blocks: StreamedBlocks

    init(_ opening: ImageOpening, over line: any BlockLine) {
        (description, unreadable) = (opening.description, opening.unreadable)
        blocks = StreamedBlocks(opening, over: line)
    }

    var readsUnacquired: Bool {
        get { blocks.readsUnacquired }
        set { blocks.readsUnacquired = newValue }
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        Stretch(byteCount: description.byteCount - offset, source: .streamed(blocks, offset: offset))
    }

    func expect(_ ranges: [ByteRange]) { blocks.expect(ranges) }
}
