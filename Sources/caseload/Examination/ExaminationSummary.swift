import CaseStore
import Cluster
import Findings
import Reporting

/// An examination in a few lines.
struct ExaminationSummary: Record {
    let outcome: LocalExamination.Outcome
    let exhibits: [ExhibitReport]
    /// How long the start of the private store took; nil where it ran already, or there is none.
    let storeStart: Duration?

    static let fields: [Field<ExaminationSummary>] = [
        Field("items") { .text($0.items) },
        Field("contents") { .text($0.contents) },
        Field("hits") { .list($0.hits.map(FieldValue.text)) },
        Field("failures") { .list($0.failures.map(FieldValue.text)) },
        Field("coverage") { .list($0.coverage.map(FieldValue.text)) },
        Field("verification", alarms: { $0.failedVerifications }) {
            .list($0.verification.map { .text($0.sentence) })
        },
        Field("time") { .text($0.time) },
        Field("first_hit") { .text($0.firstHit) },
        Field("store_start") { .text($0.storeStart.map { Human.duration($0) } ?? "it was running") },
    ]

    private var items: String {
        "\(count(\.items)), of them \(count(\.deletedItems)) deleted"
    }

    private var contents: String {
        let bytes = exhibits.reduce(Int64(0)) { $0.addingClamped($1.findings.examinedByteCount) }
        return "\(count(\.examined)) read whole (\(Human.bytes(bytes))), \(count(\.partial)) in part, "
            + "\(count(\.failed)) not at all"
    }

    private var hits: [String] {
        let lines = exhibits.flatMap { exhibit in
            exhibit.findings.hits.map { hit in
                let category = hit.category.map { "category \($0)" } ?? "without a category"
                return prefix(of: exhibit.exhibit)
                    + "\(category): \(Human.count(hit.items)) \(hit.items == 1 ? "item" : "items")"
            }
        }
        return lines.isEmpty ? ["none"] : lines
    }

    private var failures: [String] {
        let all = exhibits.flatMap(\.findings.failures)
        guard !all.isEmpty else { return ["none"] }
        let sums = Dictionary(all.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
        return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key): \(Human.count($0.value))" }
    }

    private var coverage: [String] {
        let coverages = exhibits.compactMap(\.coverage)
        let total = coverages.reduce(Int64(0)) { $0.addingClamped($1.byteCount) }
        return CoverageClass.allCases.compactMap { coverage in
            let bytes = coverages.reduce(Int64(0)) { $0.addingClamped($1.byteCounts[coverage] ?? 0) }
            guard bytes > 0 else { return nil }
            let share = Human.percent(total > 0 ? Double(bytes) / Double(total) : 0)
            return "\(coverage.rawValue) \(share), \(Human.count(bytes)) bytes"
        }
    }

    private var verification: [(sentence: String, isFailure: Bool)] {
        exhibits.flatMap { report in
            let lines = report.verifications.map { ($0.sentence, $0.isFailure) }
            return (lines.isEmpty ? [(report.exhibit.reasonForNoVerification, false)] : lines)
                .map { (prefix(of: report.exhibit) + $0, $1) }
        }
    }

    private var failedVerifications: Set<Int> {
        let lines = verification
        return Set(lines.indices.filter { lines[$0].isFailure })
    }

    private func prefix(of exhibit: ExhibitRecord) -> String { exhibits.count > 1 ? "\(exhibit.reference): " : "" }

    private var time: String {
        guard outcome.hadWork else { return "everything had been examined before" }
        let seconds = outcome.duration / .seconds(1)
        // What was read of the device: sparse files are larger, and hashing their holes takes time, too.
        let bytes = exhibits.reduce(Int64(0)) { $0.addingClamped($1.coverage?.byteCounts[.content] ?? 0) }
        let rate = Human.rate(bytesPerSecond: Double(bytes) / max(seconds, 0.001))
        return "\(Human.duration(outcome.duration)), \(rate) of the device's content"
    }

    private var firstHit: String {
        outcome.timeToFirstHit.map { "after \(Human.duration($0))" } ?? "–"
    }

    private func count(_ path: KeyPath<ExhibitSummary, Int64>) -> String {
        Human.count(exhibits.reduce(Int64(0)) { $0.addingClamped($1.findings[keyPath: path]) })
    }
}

extension Human {
    static func duration(_ duration: Duration) -> String { self.duration(seconds: duration / .seconds(1)) }
}
