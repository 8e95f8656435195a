public import CaseStore
import Findings
public import Reporting

extension CaseRecord: Record {
    public static let fields: [Field<CaseRecord>] = [
        Field("case", column: .text) { .text($0.reference) },
        Field("title", column: .text.dispensable(3)) { FieldValue($0.title, as: FieldValue.text) },
        Field("state", column: .whole) { .text($0.isOpen ? "open" : "closed") },
        Field("risk", column: .whole) { .text($0.terms.risk.rawValue) },
        Field("reason") { FieldValue($0.terms.reason, as: FieldValue.text) },
        Field("due", column: .whole) { FieldValue($0.terms.due, as: { .text($0.description) }) },
        Field("assigned", column: .text.dispensable(1)) { .list($0.terms.assigned.sorted().map(FieldValue.text)) },
        Field("created", column: .whole.dispensable(4)) { .time(Timestamp($0.createdAt)) },
        Field("exhibits", column: .number) { .count($0.exhibitCount) },
        Field("reviewed", column: .whole.dispensable(2)) {
            FieldValue($0.lastReview?.reviewedAt, as: { .time(Timestamp($0)) })
        },
        Field("reviewer") { FieldValue($0.lastReview?.reviewer, as: FieldValue.text) },
        Field("decision") { FieldValue($0.lastReview?.decision, as: FieldValue.text) },
        Field("review_count") { .count($0.reviewCount) },
    ]
}

/// A case with all its reviews.
struct CaseDetail: Record {
    let record: CaseRecord
    /// The newest first.
    let reviews: [CaseReview]

    init(of reference: String, in store: CaseStore) async throws {
        record = try await store.findCase(reference)
        reviews = try await store.reviews(of: reference)
    }

    static let fields: [Field<CaseDetail>] =
        CaseRecord.fields.map { field in Field(field.name) { field.value($0.record) } } + [
            Field("reviews") { .list($0.reviews.map(review)) }
        ]

    private static func review(_ review: CaseReview) -> FieldValue {
        .object([
            .init("reviewed", .time(Timestamp(review.reviewedAt))), .init("reviewer", .text(review.reviewer)),
            .init("decision", .text(review.decision)),
        ])
    }
}
