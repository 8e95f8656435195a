import CaseStore
import Findings
import Reporting

/// One class of an exhibit's coverage.
struct CoverageRow: Record {
    let exhibit: ExhibitRecord
    /// nil for the sum of all.
    let coverageClass: CoverageClass?
    let coverage: Coverage

    static let fields: [Field<CoverageRow>] = [
        Field("case") { .text($0.exhibit.caseReference) },
        Field("exhibit") { .text($0.exhibit.reference) },
        Field("class", column: .whole) { .text($0.coverageClass?.rawValue ?? "sum") },
        Field("bytes", column: .number) { .count($0.byteCount) },
        Field("share", column: .number) { .share($0.share) },
        Field("overlap", column: .number) {
            $0.coverageClass == .content ? .count($0.coverage.overlappingByteCount) : .null
        },
    ]

    /// A row for each class, those with bytes and those without.
    static func all(of exhibit: ExhibitRecord, _ coverage: Coverage) -> [CoverageRow] {
        CoverageClass.allCases.map { CoverageRow(exhibit: exhibit, coverageClass: $0, coverage: coverage) }
    }

    /// The size of the device, which is what the rows add up to.
    static func sum(of exhibit: ExhibitRecord, _ coverage: Coverage) -> CoverageRow {
        CoverageRow(exhibit: exhibit, coverageClass: nil, coverage: coverage)
    }

    private var byteCount: Int64 {
        coverageClass.map { coverage.byteCounts[$0] ?? 0 }
            ?? coverage.byteCounts.values.reduce(0) { $0.addingClamped($1) }
    }

    private var share: Double {
        coverageClass.map(coverage.share) ?? CoverageClass.allCases.reduce(0) { $0 + coverage.share(of: $1) }
    }
}
