import Foundation

@testable import CaseStore

/// A moment, in days since 1970.
func day(_ number: Double) -> Date { Date(timeIntervalSince1970: number * 86_400) }

func exhibit(
    _ reference: String = "1", _ state: ExhibitRecord.State = .registered, registered: Double = 0, size: Int64 = 0
) -> SupervisedExhibit {
    var exhibit = SupervisedExhibit(reference, state: state, registeredAt: day(registered))
    exhibit.work.byteCount = size
    return exhibit
}

func supervised(
    _ reference: String, risk: RiskGrade = .medium, due: String? = nil, created: Double = 0,
    _ exhibits: SupervisedExhibit...
) -> SupervisedCase {
    var terms = CaseTerms()
    (terms.risk, terms.due) = (risk, due.flatMap(Day.init))
    return SupervisedCase(reference, terms: terms, createdAt: day(created), exhibits: exhibits)
}
