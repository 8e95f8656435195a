import CaseStore
import Findings
import Foundation
import Reporting

/// How far a case is, in a line.
struct CaseLine: CustomStringConvertible {
    let supervised: SupervisedCase
    let pace: Pace
    let now: Date

    var description: String {
        let (done, all) = (supervised.count(.done), supervised.exhibits.count)
        var parts = ["\(Human.visible(supervised.reference)): \(done) of \(all) exhibits done"]
        if let share = supervised.share { parts.append(Human.percent(share)) }
        if !supervised.isDone, let rate = pace.bytesPerSecond { parts.append(Human.rate(bytesPerSecond: rate)) }
        if let seconds = pace.seconds(for: supervised.left) {
            let finish = Timestamp(now.addingTimeInterval(seconds)).minute
            parts.append("\(Human.duration(seconds: seconds)) left, until about \(finish)")
        }
        if !supervised.isOpen { parts.append("and the case is closed") }
        return parts.joined(separator: ", ")
    }
}
