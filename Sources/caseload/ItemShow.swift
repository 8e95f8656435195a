import ArgumentParser
import CaseStore
import Reporting

struct ItemShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows an item in full, and where on the device its content lies.",
        discussion: "The same path may belong to several items, deleted ones or in other volumes and exhibits.")

    @Argument(help: .init("The item's identifier, such as v0/1234-128-1, or its whole path.", valueName: "item"))
    var name: String
    @OptionGroup var caseArgument: CaseArgument
    @Option(help: .init("Only in this exhibit.", valueName: "reference"), transform: Word.notEmpty) var exhibit: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            let items = try await open.store.findItems(name, of: reference, exhibit: exhibit)
            guard let item = items.first else {
                throw CommandError(.refusedInput, "Case \(reference) has no item \(name).")
            }
            guard items.count == 1 else { throw CommandError.several(items, named: name) }
            try output.show(ItemDetail(record: item))
        }
    }
}

extension CommandError {
    fileprivate static func several(_ items: [ItemRecord], named name: String) -> CommandError {
        let choices = items.prefix(20).map { "\($0.identifier) --exhibit \($0.exhibit)" }.joined(separator: ", ")
        return CommandError(.usage, "There are \(items.count) items \(name): name one of \(choices).")
    }
}
