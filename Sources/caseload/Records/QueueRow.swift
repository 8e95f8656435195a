import CaseStore
import Findings
import Foundation
import Reporting

/// A case of the queue, as supervisors see it.
struct QueueRow: Record {
    let entry: CaseQueue.Entry
    let now: Date

    private var supervised: SupervisedCase { entry.supervised }

    static let fields: [Field<QueueRow>] = [
        Field("case", column: .text) { .text($0.supervised.reference) },
        Field("title", column: .text.dispensable(9)) { FieldValue($0.supervised.terms.title, as: FieldValue.text) },
        Field("risk", column: .whole) { .text($0.supervised.terms.risk.rawValue) },
        Field("due", column: .whole) { FieldValue($0.supervised.terms.due, as: { .text($0.description) }) },
        Field("days_waiting", column: .number.titled("days")) { row in
            FieldValue(row.supervised.waitingSince, as: { .count(row.days(since: $0)) })
        },
        Field("exhibits") { .count(Int64($0.supervised.exhibits.count)) },
        Field("exhibits_waiting", column: .number.titled("wait").dispensable(3)) { $0.count(.registered) },
        Field("exhibits_running", column: .number.titled("run").dispensable(3)) { $0.count(.examining) },
        Field("exhibits_done", column: .number.titled("done").dispensable(3)) { $0.count(.done) },
        Field("share", column: .number.titled("progress")) { FieldValue($0.supervised.share, as: FieldValue.share) },
        Field("bytes_left") { .byteCount($0.supervised.left) },
        Field("bytes_per_second", column: .number.titled("rate").dispensable(4)) { row in
            row.supervised.isDone
                ? .null : FieldValue(row.supervised.pace(now: row.now).bytesPerSecond, as: FieldValue.rate)
        },
        Field("seconds_left", column: .number.titled("left").dispensable(1)) { row in
            FieldValue(row.entry.estimatedFinish, as: { .seconds($0.timeIntervalSince(row.now).rounded()) })
        },
        Field("estimated_finish", column: .whole.titled("done about").dispensable(6)) {
            FieldValue($0.entry.estimatedFinish, as: { .time(Timestamp($0)) })
        },
        Field("last_progress") { FieldValue($0.supervised.progressedAt, as: { .time(Timestamp($0)) }) },
        Field("last_review") {
            FieldValue($0.supervised.lastReview?.reviewedAt, as: { .time(Timestamp($0)) })
        },
        Field("reviewer") { FieldValue($0.supervised.lastReview?.reviewer, as: FieldValue.text) },
        Field("days_since_review", column: .number.titled("unseen").dispensable(2)) { row in
            FieldValue(row.supervised.lastReview?.reviewedAt, as: { .count(row.days(since: $0)) })
        },
        Field("assigned", column: .text.dispensable(5)) {
            .list($0.supervised.terms.assigned.sorted().map(FieldValue.text))
        },
        Field("created") { .time(Timestamp($0.supervised.createdAt)) },
    ]

    private func count(_ state: ExhibitRecord.State) -> FieldValue { .count(Int64(supervised.count(state))) }

    private func days(since moment: Date) -> Int64 { Int64(max(0, now.timeIntervalSince(moment)) / 86_400) }
}
