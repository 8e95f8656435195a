public import CaseStore
import Findings
public import Reporting

extension WorkerRecord: Record {
    public static let fields: [Field<WorkerRecord>] = [
        Field("worker", column: .text) { .text($0.name) },
        Field("host", column: .text.dispensable(3)) { FieldValue($0.host, as: FieldValue.text) },
        Field("version", column: .whole.dispensable(5)) { FieldValue($0.version, as: FieldValue.text) },
        Field("state", column: .whole) { .text($0.word) },
        Field("reason", column: .sentence) { FieldValue($0.stateReason, as: FieldValue.text) },
        Field("state_since") { .time(Timestamp($0.stateSince)) },
        Field("examiners", column: .number.dispensable(4)) { .count($0.examinerCount) },
        Field("leases", column: .number.dispensable(6)) { .count($0.leaseCount) },
        Field("exhibits", column: .text.titled("on")) { .list($0.exhibits.map(FieldValue.text)) },
        Field("bytes_per_second", column: .number.titled("bytes/s")) { .byteCount($0.bytesPerSecond) },
        Field("items_per_second", column: .number.titled("items/s")) { .count($0.itemsPerSecond) },
        Field("seen", column: .whole.dispensable(1)) { .time(Timestamp($0.seenAt)) },
        Field("since", column: .whole.dispensable(2)) { .time(Timestamp($0.enrolledAt)) },
    ]

    /// Its state, and `away` where it is to work and does not show.
    var word: String { state == .active && isAway ? "away" : state.rawValue }
}
