import CaseStore
import Findings
import Reporting

/// How far an exhibit's examination is.
struct ExhibitStatus: Record {
    let exhibit: ExhibitRecord
    let progress: Progress

    static let fields: [Field<ExhibitStatus>] = [
        Field("case") { .text($0.exhibit.caseReference) },
        Field("exhibit", column: .text) { .text($0.exhibit.reference) },
        Field("state", column: .whole) { .text($0.exhibit.state.rawValue) },
        Field("size", column: .number) { FieldValue($0.exhibit.image?.byteCount, as: FieldValue.byteCount) },
        Field("items", column: .number) { .count($0.progress.items) },
        Field("contents", column: .number) { .count($0.progress.contents) },
        Field("hits", column: .number) { .count($0.progress.hits) },
        Field("failures", column: .number) { .count($0.progress.failures) },
        Field("shards_ready", column: .number.titled("waiting")) { .count($0.sum(\.ready)) },
        Field("shards_leased", column: .number.titled("leased")) { .count($0.sum(\.leased)) },
        Field("shards_done", column: .number.titled("done")) { .count($0.sum(\.done)) },
        Field("shards_failed", column: .number.titled("failed")) { .count($0.sum(\.failed)) },
        Field("bytes_planned") { .byteCount($0.sum(\.plannedByteCount)) },
        Field("bytes_done") { .byteCount($0.sum(\.endedByteCount)) },
        Field("finished", column: .whole) { FieldValue($0.exhibit.finishedAt, as: { .time(Timestamp($0)) }) },
    ]

    private func sum(_ count: KeyPath<Progress.ShardCounts, Int64>) -> Int64 {
        progress.shards.values.reduce(0) { $0.addingClamped($1[keyPath: count]) }
    }
}
