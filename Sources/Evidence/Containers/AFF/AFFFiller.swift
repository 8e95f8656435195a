/// The sectors that the acquiring program could not read: it wrote a text of its own in their place, and keeps that text
/// in the image, so that they can be told from the device's own.
struct AFFFiller {
    private let filler: [UInt8]
    /// The pages that were looked at last, by their place on the device, each with its sectors of filler.
    private var known: [(page: Int64, sectors: [Int])] = []

    private static let knownLimit = 64

    /// - Returns: nil when there are no such sectors, or the text is not as long as one.
    init?(_ layout: AFFLayout) {
        guard let filler = layout.filler, !filler.isEmpty, Int64(filler.count) == layout.sectorSize,
            layout.fillerCount != 0
        else { return nil }
        self.filler = filler
    }

    var sectorByteCount: Int { filler.count }

    func sectors(of page: Int64) -> [Int]? { known.first { $0.page == page }?.sectors }

    /// Looks for sectors of filler in a page's content.
    mutating func search(_ content: Span<UInt8>, page: Int64) -> [Int] {
        var sectors: [Int] = []
        for sector in 0..<content.count / filler.count where matches(content, at: sector * filler.count) {
            sectors.append(sector)
        }
        if known.count == Self.knownLimit { known.removeFirst() }
        known.append((page, sectors))
        return sectors
    }

    private func matches(_ content: Span<UInt8>, at offset: Int) -> Bool {
        for index in filler.indices where content[offset + index] != filler[index] { return false }
        return true
    }
}
