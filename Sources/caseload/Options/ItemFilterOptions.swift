import ArgumentParser
import CaseStore
import Findings

/// Which items a listing has, and in which order.
struct ItemFilterOptions: ParsableArguments {
    @Option(help: .init("Only this exhibit.", valueName: "reference")) var exhibit: String?
    @Option(
        help: .init(
            """
            Only items whose whole path looks so: * stands for anything, ? for one character. Without either, the \
            text may stand anywhere in the path. Upper and lower case are the same.
            """, valueName: "pattern"))
    var path: String?
    @Option(help: .init("Only contents whose type begins so: image/, video/mp4.", valueName: "prefix"))
    var type: String?
    @Option(help: .init("Only contents of at least so many bytes; also 10MB, 4GiB.", valueName: "size"))
    var minSize: ByteSize?
    @Option(help: .init("Only contents of at most so many bytes.", valueName: "size")) var maxSize: ByteSize?
    @Option(help: .init("Only items modified then or later: 2024-02-29, 2024-02-29T12:00:00Z.", valueName: "time"))
    var modifiedAfter: Timestamp?
    @Option(help: .init("Only items modified before then.", valueName: "time")) var modifiedBefore: Timestamp?
    @Option(help: .init("Only items created then or later.", valueName: "time")) var createdAfter: Timestamp?
    @Option(help: .init("Only items created before then.", valueName: "time")) var createdBefore: Timestamp?
    @Flag var allocation: Allocation?
    @Option(help: .init("Only contents with this MD5, SHA-1 or SHA-256.", valueName: "hex")) var digest: DigestArgument?
    @Option(help: "Only items that match an entry of this category.") var category: String?
    @Option(help: "Only items of this kind; may be repeated.") var kind: [Item.Kind] = []
    @Option(help: "Only items whose content was read whole, in part, or not at all; may be repeated.")
    var state: [Content.State] = []
    @Option(help: .init("At most so many.", valueName: "count")) var limit: ItemLimit?
    @Option(help: "In this order: as on the disk, by path, the largest first, or the latest first.")
    var order: ItemFilter.Order = .walk

    /// Whether an item is there, or was.
    enum Allocation: String, EnumerableFlag {
        case allocated, deleted

        static func help(for value: Allocation) -> ArgumentHelp? {
            switch value {
            case .allocated: "Only what was not deleted."
            case .deleted: "Only what was deleted."
            }
        }
    }

    func filter(caseReference: String) -> ItemFilter {
        var filter = ItemFilter(caseReference: caseReference, exhibit: exhibit)
        filter.path = path.map { PathPattern($0) }
        filter.typePrefix = type.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 }
        (filter.minimumByteCount, filter.maximumByteCount) = (minSize?.byteCount, maxSize?.byteCount)
        filter.modified = .init(from: modifiedAfter, before: modifiedBefore)
        filter.created = .init(from: createdAfter, before: createdBefore)
        filter.isAllocated = allocation.map { $0 == .allocated }
        filter.digest = digest?.bytes
        filter.category = category
        (filter.kinds, filter.states) = (Set(kind), Set(state))
        (filter.limit, filter.order) = (limit?.count, order)
        return filter
    }
}
