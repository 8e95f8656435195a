import ArgumentParser
import CaseStore
import Reporting

struct HitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hits",
        abstract: "Lists the items of a case that match a hash set, the most serious category first.",
        discussion: "It shows what has been found so far; --follow goes on until the case's exhibits are examined.")

    @OptionGroup var caseArgument: CaseArgument
    @Option(help: .init("Only this exhibit.", valueName: "reference")) var exhibit: String?
    @Option(help: "Only this category.") var category: String?
    @Option(help: "Only hits of this manner.")
    var match: HitMatch?
    @Option(help: .init("At most so many.", valueName: "count")) var limit: ItemLimit?
    @Flag(help: "Go on with each hit that is found, until the examination ends.") var follow = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            var filter = HitFilter(
                caseReference: try await caseArgument.reference(in: open.store), exhibit: exhibit)
            (filter.category, filter.limit) = (category, match == nil || match == .exact ? limit?.count : 0)
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
