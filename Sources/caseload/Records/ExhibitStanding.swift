import CaseStore
import Findings
import Foundation
import Reporting

/// An exhibit of a case whose examination is watched.
struct ExhibitStanding: Record {
    let caseReference: String
    let exhibit: SupervisedExhibit
    let pace: Pace
    let now: Date

    static let fields: [Field<ExhibitStanding>] = [
        Field("case") { .text($0.caseReference) },
        Field("exhibit", column: .text) { .text($0.exhibit.reference) },
        Field("state", column: .whole) { .text($0.exhibit.state.rawValue) },
        Field("size", column: .number.dispensable(4)) { .byteCount($0.exhibit.work.byteCount) },
        Field("share", column: .number.titled("progress")) { .share($0.exhibit.share) },
        Field("bytes_left") { .byteCount($0.exhibit.left) },
        Field("bytes_per_second", column: .number.titled("rate")) { standing in
            standing.exhibit.isDone ? .null : FieldValue(standing.pace.bytesPerSecond, as: FieldValue.rate)
        },
        Field("seconds_left", column: .number.titled("left")) { standing in
            FieldValue(standing.secondsLeft, as: { .seconds($0.rounded()) })
        },
        Field("estimated_finish") { standing in
            FieldValue(standing.secondsLeft, as: { .time(Timestamp(standing.now.addingTimeInterval($0))) })
        },
        Field("items", column: .number.dispensable(3)) { .count($0.exhibit.itemCount) },
        Field("hits", column: .number.dispensable(1)) { .count($0.exhibit.hitCount) },
        Field("failures", column: .number.dispensable(2)) { .count($0.exhibit.failureCount) },
        Field("registered") { .time(Timestamp($0.exhibit.registeredAt)) },
        Field("started") { FieldValue($0.exhibit.startedAt, as: { .time(Timestamp($0)) }) },
        Field("last_progress", column: .whole.dispensable(5)) {
            FieldValue($0.exhibit.progressedAt, as: { .time(Timestamp($0)) })
        },
        Field("finished") { FieldValue($0.exhibit.finishedAt, as: { .time(Timestamp($0)) }) },
    ]

    private var secondsLeft: Double? { pace.seconds(for: exhibit.left) }

    /// The exhibits of a case: what is under way first, then what waits, then what is done.
    static func all(of supervised: SupervisedCase, window: Duration, now: Date) -> [ExhibitStanding] {
        [.examining, .registered, .done].flatMap { (state: ExhibitRecord.State) in
            supervised.exhibits.filter { $0.state == state }.map { exhibit in
                ExhibitStanding(
                    caseReference: supervised.reference, exhibit: exhibit, pace: exhibit.pace(window: window, now: now),
                    now: now)
            }
        }
    }

    /// Whether there is anything new to say of the exhibit.
    func differs(from other: ExhibitStanding?) -> Bool {
        guard let other else { return true }
        var (mine, others) = (exhibit, other.exhibit)
        // What was read lately becomes less by itself.
        (mine.work.lately, others.work.lately) = (0, 0)
        return mine != others
    }
}
