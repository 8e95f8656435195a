/// One step from a schema to the next. Steps only go forward, and a step that was released is never edited: what must
/// change gets a step of its own.
struct Migration: Hashable, Sendable {
    /// 1, 2, 3 … without gaps.
    let version: Int32
    let name: String
    /// Run as one script in one transaction.
    let sql: String

    /// All steps, oldest first.
    static let all: [Migration] = [.foundations, .supervision, .operation]
    /// The schema that this version of Caseload speaks.
    static let newest = all.last?.version ?? 0
}
