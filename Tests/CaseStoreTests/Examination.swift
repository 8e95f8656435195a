import Findings
import Shards

@testable import CaseStore

/// A store with one exhibit whose survey is leased: findings can land.
struct Examination {
    let store: CaseStore
    let id: ExhibitID
    let lease: Grant

    static func run(_ body: (Examination) async throws -> Void) async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            try await body(try await begin("1", in: store))
        }
    }

    /// Registers an exhibit of the case `A` and leases its survey.
    static func begin(_ reference: String, in store: CaseStore) async throws -> Examination {
        let id = try await store.addExhibit(.sample(reference), to: "A", survey: .sample()).id
        guard let lease = try await store.grant(to: "w", limit: 1, term: .seconds(600)).first else {
            throw StoreError(.notFound, cause: "nothing was granted")
        }
        return Examination(store: store, id: id, lease: lease)
    }

    /// Lands findings as the survey's only batch.
    func land(_ findings: ShardFindings) async throws {
        let landing = try await store.land(findings, of: lease.shard, under: lease.claim, completes: true)
        guard landing == .accepted else { throw StoreError(.conflict, cause: "\(landing)") }
    }
}
