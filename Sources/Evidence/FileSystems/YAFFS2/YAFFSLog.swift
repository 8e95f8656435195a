internal import Findings

/// The pages of a YAFFS2 in the order in which they were written, and the objects that they make. Nothing is ever
/// written over: a newer page takes the place of an older one.
final class YAFFSLog {
    let layout: YAFFSLayout
    let start: Int64
    /// How many pages the volume has.
    let pageCount: Int64
    private let byteCount: Int64
    private let device: any Device
    /// By number; earlier objects of the same number have theirs in the upper half.
    private(set) var objects: [UInt64: YAFFSObject] = [:]
    /// How many earlier objects a number had.
    private var earlier: [UInt64: UInt64] = [:]
    /// Stretches of pages that cannot be read; where they are too many, the last one covers the rest.
    private(set) var losses: [EvidenceError] = []

    /// Whether every page that there was has been looked at: where one was not, what seems never to have been written may
    /// be what is lost. A dump has whole erase blocks; one that was cut short mostly has not.
    var isWhole: Bool {
        losses.isEmpty && byteCount % (layout.stride * layout.pagesPerBlock) == 0
    }

    static let root: UInt64 = 1
    /// The most pages in use: 8 GiB of flash memory in pages of 2 KiB.
    private static let pageLimit = 1 << 22
    private static let lossLimit = 1024
    private static let pagesBetweenSigns = 256

    private struct Page {
        let number: UInt32
        let tags: YAFFSTags
    }

    init(of volume: Volume, on device: any Device, _ stillParsing: () -> Void) throws(EvidenceError) {
        start = volume.range.offset
        guard let layout = YAFFSLayout.find(at: start, on: device) else {
            throw EvidenceError(
                .fileSystemDamaged, path: "volume \(volume.index)", byteOffset: start,
                byteCount: volume.range.byteCount, cause: "No page of YAFFS2 has tags in a place that is known")
        }
        (self.layout, self.device) = (layout, device)
        byteCount = max(0, min(volume.range.byteCount, device.byteCount - start))
        pageCount = byteCount / layout.stride
        for (count, page) in readTags(stillParsing).enumerated() {
            if count % Self.pagesBetweenSigns == 0 { stillParsing() }
            replay(page)
        }
    }

    /// Where a page's content is, in bytes of the device.
    func offset(ofPage number: UInt32) -> Int64 { start + Int64(number) * layout.stride }

    // MARK: Pages

    private func readTags(_ stillParsing: () -> Void) -> [Page] {
        var (pages, number): ([Page], Int64) = ([], 0)
        while number < pageCount, pages.count < Self.pageLimit {
            if number % Int64(Self.pagesBetweenSigns) == 0 { stillParsing() }
            let place = start + number * layout.stride + Int64(layout.pageSize + layout.tagOffset)
            do throws(EvidenceError) {
                let bytes = try device.bytes(at: place, byteCount: YAFFSTags.byteCount)
                if let tags = YAFFSTags(bytes[...]) { pages.append(Page(number: UInt32(number), tags: tags)) }
                number += 1
            } catch {
                let lost = max(1, ((error.range?.end ?? 0) - place) / layout.stride)
                note(number, min(lost, pageCount - number), error)
                number += min(lost, pageCount - number)
            }
        }
        if number < pageCount { noteRest(number) }
        return pages.sorted { ($0.tags.sequence, $0.number) < ($1.tags.sequence, $1.number) }
    }

    private func note(_ page: Int64, _ count: Int64, _ error: EvidenceError) {
        var (first, end) = (start + page * layout.stride, start + (page + count) * layout.stride)
        if let last = losses.last?.range, last.end == first || losses.count == Self.lossLimit {
            (first, end) = (min(first, last.offset), max(end, last.end))
            losses.removeLast()
        }
        losses.append(
            EvidenceError(
                error.reason, path: error.path, byteOffset: first, byteCount: end - first,
                cause: "What its pages hold cannot be read: \(error.cause)"))
    }

    private func noteRest(_ page: Int64) {
        losses.append(
            EvidenceError(
                .memoryLimit, path: "yaffs2", byteOffset: start + page * layout.stride,
                byteCount: (pageCount - page) * layout.stride,
                cause: "More than \(Self.pageLimit) pages are in use: those behind are not looked at"))
    }

    // MARK: Objects

    private func replay(_ page: Page) {
        let number = UInt64(page.tags.object)
        guard page.tags.chunk == 0 else {
            objects[number, default: YAFFSObject()].add(
                YAFFSObject.Chunk(page: page.number, byteCount: min(Int(page.tags.byteCount), layout.pageSize)),
                at: page.tags.chunk, pageSize: layout.pageSize)
            return
        }
        do throws(EvidenceError) {
            let bytes = try device.bytes(at: offset(ofPage: page.number), byteCount: YAFFSHeader.byteCount)
            guard let header = YAFFSHeader(bytes[...]) else { return }
            if let known = objects[number], known.isDeleted, !header.isDeleted { keep(known, number) }
            objects[number, default: YAFFSObject()].take(header, page: page.number, pageSize: layout.pageSize)
        } catch {
            note(Int64(page.number), 1, error)
        }
    }

    /// Keeps a deleted object whose number is another's now.
    private func keep(_ object: YAFFSObject, _ number: UInt64) {
        earlier[number, default: 0] += 1
        objects[number | earlier[number, default: 0] << 32] = object
        objects[number] = nil
    }
}
