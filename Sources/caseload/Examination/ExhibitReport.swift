import CaseStore
import Findings
import Reporting

/// What has been found on one exhibit.
struct ExhibitReport {
    let exhibit: ExhibitRecord
    let findings: ExhibitSummary
    let volumes: [Volume]
    let verifications: [VerificationRecord]
    /// nil where even the survey could not be made.
    let coverage: Coverage?

    private static let hitLimit: Int64 = 50
    private static let failureLimit: Int64 = 20

    init(of id: ExhibitID, in store: CaseStore) async throws {
        let exhibit = try await store.exhibit(id)
        self.exhibit = exhibit
        findings = try await store.summary(of: id)
        volumes = try await store.volumes(of: id)
        verifications = try await store.verifications(of: id)
            .map { VerificationRecord(exhibit: exhibit, verification: $0) }
        coverage = exhibit.image == nil ? nil : try await store.coverage(of: id)
    }

    var hitCount: Int64 { findings.hits.reduce(0) { $0 + $1.hits } }
    var failureCount: Int64 { findings.failures.reduce(0) { $0 + $1.count } }
    /// What `--strict` looks at.
    var hasFailures: Bool { failureCount > 0 || verifications.contains(where: \.isFailure) }

    func printHits(from store: CaseStore, limit: Int64?, to listing: inout Listing<HitRecord>) async throws {
        var filter = HitFilter(caseReference: exhibit.caseReference, exhibit: exhibit.reference)
        filter.items.limit = limit
        _ = try await store.hits(filter) { hits in
            for hit in hits { try listing.print(hit) }
        }
    }

    func printTables(from store: CaseStore, hint: CommandHint) async throws {
        try Section.heading("Exhibit \(exhibit.reference)")
        try await printHits(from: store, hint: hint)
        try await printFailures(from: store, hint: hint)
        try await Section.table("Volumes", volumes.map { VolumeRecord(exhibit: exhibit, volume: $0) })
        if let coverage {
            let rows = CoverageRow.all(of: exhibit, coverage) + [CoverageRow.sum(of: exhibit, coverage)]
            try await Section.table("Coverage", rows)
        }
        try await Section.table("Verification", verifications)
    }

    private func printHits(from store: CaseStore, hint: CommandHint) async throws {
        guard hitCount > 0 else { return }
        try await Section.table("Hits", HitRecord.self) { listing in
            try await printHits(from: store, limit: Self.hitLimit, to: &listing)
        }
        try Section.more(hitCount - Self.hitLimit, hint.text("hits", exhibit: exhibit.reference))
    }

    private func printFailures(from store: CaseStore, hint: CommandHint) async throws {
        guard failureCount > 0 else { return }
        try await Section.table("Failures", FailureRecord.self) { listing in
            try await store.failures(
                of: exhibit.caseReference, exhibit: exhibit.reference, limit: Self.failureLimit
            ) { failures in
                for failure in failures { try listing.print(failure) }
            }
        }
        try Section.more(failureCount - Self.failureLimit, hint.text("failures", exhibit: exhibit.reference))
    }
}
