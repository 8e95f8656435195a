import ArgumentParser
import CaseStore
import Reporting

struct HitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hits",
        abstract: "Lists the items of a case that match a hash set, the most serious category first.",
        discussion: """
            It shows what has been found so far; --follow goes on until the case's exhibits are examined. Categories \
            that are numbers come first, from 1 on, then words, then 0, then hits without a category.
            """)

    @OptionGroup var caseArgument: CaseArgument
    @OptionGroup var conditions: ItemConditions
    @Option(help: "Only hits of this manner.")
    var match: HitMatch?
    @Option(help: "In this order, instead of the most serious category first: \(ItemFilter.Order.words).")
    var order: ItemFilter.Order?
    @Flag(help: "Go on with each hit that is found, until the examination ends.") var follow = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            var filter = HitFilter(of: try await conditions.filter(caseReference: reference, in: open.store))
            filter.order = order
            if let match, match != .exact { filter.items.limit = 0 }
            let hits = FollowedHits(store: open.store, filter: filter)
            try await output.list(HitRecord.self, none: "No hits.") { listing in
                try await hits.forEachBatch(following: follow) { batch in
                    for hit in batch { try listing.print(hit) }
                    if follow { try listing.flush() }
                }
            }
        }
    }
}

extension HitMatch: ExpressibleByArgument {}
