/// What people decide about a case: how urgent it is and why, when it is due, who works on it.
public struct CaseTerms: Hashable, Sendable {
    public var title: String?
    public var risk = RiskGrade.medium
    /// Why the case has its grade.
    public var reason: String?
    public var due: Day?
    public var assigned: Set<String> = []

    public init() {}
}

/// A change of some of a case's terms; what is nil stays.
public struct CaseChange: Hashable, Sendable {
    public var title: String?
    public var risk: RiskGrade?
    public var reason: String?
    public var due: DueChange?
    public var assigned: Set<String> = []
    public var unassigned: Set<String> = []

    public enum DueChange: Hashable, Sendable {
        case on(Day)
        /// The case is not due on any day.
        case never
    }

    public init() {}

    /// The terms after the change. A reason belongs to the grade that it was given for: another grade without a reason
    /// has none.
    /// - Throws: `conflict` for a high grade without a reason, and for somebody who is to be taken off a case without
    ///   having been on it.
    public func applied(to terms: CaseTerms) throws(StoreError) -> CaseTerms {
        var changed = terms
        changed.title = title ?? terms.title
        if let risk, risk != terms.risk { (changed.risk, changed.reason) = (risk, nil) }
        changed.reason = reason ?? changed.reason
        if changed.risk.needsReason, changed.reason == nil {
            throw StoreError(.conflict, cause: "a case of \(changed.risk.rawValue) risk needs a reason: add --reason")
        }
        switch due {
        case .on(let day): changed.due = day
        case .never: changed.due = nil
        case nil: break
        }
        if let stranger = unassigned.subtracting(terms.assigned).sorted().first {
            throw StoreError(.conflict, cause: "\(stranger) is not assigned to the case")
        }
        changed.assigned = terms.assigned.subtracting(unassigned).union(assigned)
        return changed
    }
}

extension CaseTerms {
    /// In what these terms differ from older ones, a line each: `risk: medium → high`.
    public func differences(from old: CaseTerms) -> [String] {
        func line(_ name: String, _ old: String?, _ new: String?) -> String? {
            old == new ? nil : "\(name): \(old ?? "–") → \(new ?? "–")"
        }
        let people =
            assigned.subtracting(old.assigned).sorted().map { "assigned: \($0)" }
            + old.assigned.subtracting(assigned).sorted().map { "no longer assigned: \($0)" }
        return [
            line("title", old.title, title), line("risk", old.risk.rawValue, risk.rawValue),
            line("reason", old.reason, reason), line("due", old.due?.description, due?.description),
        ].compactMap(\.self) + people
    }
}
