import CaseStore
import Findings
import Reporting

/// A limit that a case is past.
struct BreachRow: Record {
    let supervised: SupervisedCase
    let breach: Breach

    static let fields: [Field<BreachRow>] = [
        Field("case", column: .text) { .text($0.supervised.reference) },
        Field("title") { FieldValue($0.supervised.terms.title, as: FieldValue.text) },
        Field("risk", column: .whole) { .text($0.supervised.terms.risk.rawValue) },
        Field("due") { FieldValue($0.supervised.terms.due, as: { .text($0.description) }) },
        Field("breach", column: .whole) { .text($0.breach.kind.rawValue) },
        Field("since") { .time(Timestamp($0.breach.since)) },
        Field("days", column: .number) { .count(Int64($0.breach.days)) },
        Field("limit_days", column: .number.titled("limit")) { .count(Int64($0.breach.limit)) },
        Field("assigned", column: .text.dispensable(1)) {
            .list($0.supervised.terms.assigned.sorted().map(FieldValue.text))
        },
        Field("detail", column: .sentence) { .text($0.detail) },
    ]

    private var detail: String {
        switch breach.kind {
        case .waiting: "an exhibit has waited \(days) for the end of its examination"
        case .progress: "an examination has stood still for \(days)"
        case .review where supervised.lastReview == nil: "nobody has reviewed the case since it was made, \(days) ago"
        case .review: "nobody has reviewed the case for \(days)"
        case .due: "it was due by the end of \(due), \(days) ago"
        case .forecast:
            "it is due by the end of \(due), and expected to be examined at \(Timestamp(breach.since).minute)"
        }
    }

    private var days: String { breach.days == 1 ? "1 day" : "\(breach.days) days" }
    private var due: String { supervised.terms.due?.description ?? "–" }
}
