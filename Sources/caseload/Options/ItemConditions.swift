import ArgumentParser
import CaseStore
import Findings

/// Which items a listing is about.
struct ItemConditions: ParsableArguments {
    @Option(help: .init("Only this exhibit.", valueName: "reference"), transform: Word.notEmpty) var exhibit: String?
    @Option(
        help: .init(
            """
            Only items whose whole path looks so: * stands for anything, ? for one character. Without either, the \
            text may stand anywhere in the path. Of a stream, :name is part of it. Upper and lower case are the same.
            """, valueName: "pattern"), transform: Word.notEmpty)
    var path: String?
    @Option(
        help: .init(
            "Only contents whose type begins so: image/, video/mp4; may be repeated.", valueName: "prefix"),
        transform: Word.notEmpty)
    var type: [String] = []
    @Option(help: .init("Only contents of at least so many bytes; also 10MB, 4GiB.", valueName: "size"))
    var minSize: ByteSize?
    @Option(help: .init("Only contents of at most so many bytes.", valueName: "size")) var maxSize: ByteSize?
    @OptionGroup var times: TimeConditions
    @Flag var allocation: Allocation?
    @Option(help: .init("Only contents with this MD5, SHA-1 or SHA-256.", valueName: "hex")) var digest: DigestArgument?
    @Option(
        help: "Only what matches an entry whose most serious category is this; may be repeated.",
        transform: Word.notEmpty)
    var category: [String] = []
    @Option(
        name: .customLong("hash-set"),
        help: .init(
            "Only what matches this hash set, by its name or the beginning of its SHA-256; may be repeated.",
            valueName: "set"), transform: Word.notEmpty)
    var hashSets: [String] = []
    @Option(help: "Only items of this kind; may be repeated.") var kind: [Item.Kind] = []
    @Option(help: "Only items whose content was read whole, in part, or not at all; may be repeated.")
    var state: [Content.State] = []
    @Option(help: .init("At most so many.", valueName: "count")) var limit: RecordLimit?

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

    /// - Throws: when the store holds no hash set of a name that is given.
    func filter(caseReference: String, in store: CaseStore) async throws -> ItemFilter {
        var filter = ItemFilter(caseReference: caseReference, exhibit: exhibit)
        filter.path = path.map { PathPattern($0) }
        filter.typePrefixes = type.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 }
        (filter.minimumByteCount, filter.maximumByteCount) = (minSize?.byteCount, maxSize?.byteCount)
        times.restrict(&filter)
        filter.isAllocated = allocation.map { $0 == .allocated }
        filter.digest = digest?.bytes
        filter.categories = Set(category)
        for name in hashSets {
            let sets = try await store.hashSets(named: name)
            guard !sets.isEmpty else { throw CommandError.noHashSet(name) }
            filter.hashSets.formUnion(sets.map(\.sha256))
        }
        (filter.kinds, filter.states, filter.limit) = (Set(kind), Set(state), limit?.count)
        return filter
    }
}
