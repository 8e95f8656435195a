import ArgumentParser
import CaseStore
import Reporting

struct ItemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "items", abstract: "Lists the items of a case: files, deleted files, streams, folders, links.")

    @OptionGroup var caseArgument: CaseArgument
    @OptionGroup var filter: ItemFilterOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let filter = filter.filter(caseReference: try await caseArgument.reference(in: open.store))
            try await output.list(ItemRecord.self, none: "No such items.") { listing in
                try await open.store.items(filter) { items in
                    for item in items { try listing.print(item) }
                }
            }
        }
    }
}
