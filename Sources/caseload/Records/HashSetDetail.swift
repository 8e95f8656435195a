import CaseStore
import Findings
import HashSets
import Reporting

/// A hash set in full: what the store knows of it, and what its index says.
struct HashSetDetail: Record {
    let record: HashSetRecord
    let summary: HashSetSummary

    static let fields: [Field<HashSetDetail>] =
        HashSetRecord.fields.map { field in Field(field.name, column: field.column) { field.value($0.record) } } + [
            Field("index") { .text($0.summary.path) },
            Field("index_size") { .byteCount($0.summary.byteCount) },
            Field("digests") { detail in
                .object(
                    DigestAlgorithm.allCases.map {
                        .init($0.rawValue, .count(Int64(detail.summary.digests[$0] ?? 0)))
                    })
            },
            Field("categories") { .list($0.summary.categories.map(FieldValue.text)) },
        ]
}
