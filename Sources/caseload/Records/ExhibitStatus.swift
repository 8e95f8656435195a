import CaseStore
import Findings
import Reporting

/// How far an exhibit's examination is.
struct ExhibitStatus: Record {
    let exhibit: ExhibitRecord
    let progress: Progress
    /// What workers have lately said that keeps them from examining it.
    let obstacles: [ObstacleRecord]

    static let fields: [Field<ExhibitStatus>] = [
        Field("case") { .text($0.exhibit.caseReference) },
        Field("exhibit", column: .text) { .text($0.exhibit.reference) },
        Field("state", column: .whole) { .text($0.exhibit.state.rawValue) },
        Field("size", column: .number) { FieldValue($0.exhibit.image?.byteCount, as: FieldValue.byteCount) },
        Field("items", column: .number) { .count($0.progress.items) },
        Field("contents", column: .number.dispensable(6)) { .count($0.progress.contents) },
        Field("hits", column: .number) { .count($0.progress.hits) },
        Field("failures", column: .number) { .count($0.progress.failures) },
        Field("shards_ready", column: .number.titled("waiting").dispensable(3)) { .count($0.sum(\.ready)) },
        Field("shards_leased", column: .number.titled("leased").dispensable(4)) { .count($0.sum(\.leased)) },
        Field("shards_done", column: .number.titled("ended").dispensable(5)) { .count($0.sum(\.done)) },
        Field("shards_failed") { .count($0.sum(\.failed)) },
        Field("share", column: .number.titled("done")) { FieldValue($0.share, as: FieldValue.share) },
        Field("bytes_planned") { .byteCount($0.sum(\.plannedByteCount)) },
        Field("bytes_done") { .byteCount($0.sum(\.endedByteCount)) },
        Field("finished", column: .whole.dispensable(2)) {
            FieldValue($0.exhibit.finishedAt, as: { .time(Timestamp($0)) })
        },
        Field("obstacles", column: .sentence) { .list($0.obstacles.map { .text("\($0.worker): \($0.detail)") }) },
    ]

    /// How much of what is known to be left has been read; nil before the survey has said how much there is.
    private var share: Double? {
        if exhibit.state == .done { return 1 }
        let planned = sum(\.plannedByteCount)
        return planned > 0 ? Double(sum(\.endedByteCount)) / Double(planned) : nil
    }

    private func sum(_ count: KeyPath<Progress.ShardCounts, Int64>) -> Int64 {
        progress.shards.values.reduce(0) { $0.addingClamped($1[keyPath: count]) }
    }
}
