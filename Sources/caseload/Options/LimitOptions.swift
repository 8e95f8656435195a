import ArgumentParser
import CaseStore

/// Limits that take the place of those by risk.
struct LimitOptions: ParsableArguments {
    @Option(help: .init("How many days an exhibit may wait for the end of its examination.", valueName: "days"))
    var daysWaiting: Int?
    @Option(help: .init("How many days an examination that has begun may stand still.", valueName: "days"))
    var daysWithoutProgress: Int?
    @Option(help: .init("How many days a case may go without a review.", valueName: "days"))
    var daysWithoutReview: Int?

    private var all: [Int] { [daysWaiting, daysWithoutProgress, daysWithoutReview].compactMap(\.self) }

    var isEmpty: Bool { all.isEmpty }

    var limits: BreachLimits {
        .standard.replacing(waiting: daysWaiting, progress: daysWithoutProgress, review: daysWithoutReview)
    }

    func validate() throws {
        guard all.allSatisfy({ (0...36_500).contains($0) }) else {
            throw ValidationError("A limit is a number of days, from 0 to 36500.")
        }
    }
}
