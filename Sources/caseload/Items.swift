import ArgumentParser
import CaseStore
import Reporting

struct ItemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "items", abstract: "Lists the items of a case: files, deleted files, streams, folders, links.")

    @OptionGroup var caseArgument: CaseArgument
    @OptionGroup var conditions: ItemConditions
    @Flag var knowledge: Knowledge?
    @Option(help: "In this order: as on the disk, by path, the largest first, or the latest first.")
    var order: ItemFilter.Order = .walk
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    /// Whether a hash set has an entry for an item.
    enum Knowledge: String, EnumerableFlag {
        case known, unknown

        static func help(for value: Knowledge) -> ArgumentHelp? {
            switch value {
            case .known: "Only what matches an entry of any hash set."
            case .unknown: "Only what matches no entry of any hash set."
            }
        }
    }

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            var filter = try await conditions.filter(caseReference: reference, in: open.store)
            (filter.isKnown, filter.order) = (knowledge.map { $0 == .known }, order)
            try await output.list(ItemRecord.self, none: "No such items.") { listing in
                try await open.store.items(filter) { items in
                    for item in items { try listing.print(item) }
                }
            }
        }
    }
}
