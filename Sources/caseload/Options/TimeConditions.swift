import ArgumentParser
import CaseStore
import Findings

/// From when until when something happened to the items of a listing.
struct TimeConditions: ParsableArguments {
    @Option(help: .init("Only items modified then or later: 2024-02-29, 2024-02-29T12:00:00Z.", valueName: "time"))
    var modifiedAfter: Timestamp?
    @Option(help: .init("Only items modified before then.", valueName: "time")) var modifiedBefore: Timestamp?
    @Option(help: .init("Only items created then or later.", valueName: "time")) var createdAfter: Timestamp?
    @Option(help: .init("Only items created before then.", valueName: "time")) var createdBefore: Timestamp?
    @Option(help: .init("Only items accessed then or later.", valueName: "time")) var accessedAfter: Timestamp?
    @Option(help: .init("Only items accessed before then.", valueName: "time")) var accessedBefore: Timestamp?
    @Option(help: .init("Only items whose metadata changed then or later.", valueName: "time"))
    var changedAfter: Timestamp?
    @Option(help: .init("Only items whose metadata changed before then.", valueName: "time"))
    var changedBefore: Timestamp?

    func restrict(_ filter: inout ItemFilter) {
        filter.modified = .init(from: modifiedAfter, before: modifiedBefore)
        filter.created = .init(from: createdAfter, before: createdBefore)
        filter.accessed = .init(from: accessedAfter, before: accessedBefore)
        filter.changed = .init(from: changedAfter, before: changedBefore)
    }
}
