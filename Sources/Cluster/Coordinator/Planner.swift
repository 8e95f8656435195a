internal import ClusterProtocol
internal import Findings
internal import Shards
internal import SwiftProtobuf

/// What follows from findings: the next shards of an exhibit. Pure: the same findings always plan the same shards.
struct Planner {
    /// The assignment of the shard whose findings these are; the planned ones concern the same exhibit.
    let assignment: Caseload_V1_Assignment
    var cutting = Cutting.standard

    /// Where shards that are no content stand among the likelihoods of content: the first walk starts at once because
    /// nothing else is there; verification, one long chain, begins as soon as the likeliest pictures are under way.
    private enum Priority {
        static let survey: Int16 = 0
        static let verification: Int16 = 12
        static let walk: Int16 = 15
    }

    /// The first shard of an exhibit.
    static func survey(_ assignment: Caseload_V1_Assignment) throws -> PlannedShard {
        PlannedShard(
            kind: .survey, volume: nil, priority: Priority.survey, position: 0, byteCount: 0,
            specification: try assignment.serializedBytes())
    }

    /// What follows from the findings of the assigned shard.
    func shards(following findings: ShardFindings) throws -> [PlannedShard] {
        switch assignment.work {
        case .survey(let work): try walks(of: findings.volumes) + verification(of: findings, as: work)
        case .walk(let work): try contents(of: findings.items, on: work.volume)
        case .contents, .verification, nil: []
        }
    }

    private func walks(of volumes: [Volume]) throws -> [PlannedShard] {
        try volumes.filter { $0.state == .readable }.map { volume in
            let work = Caseload_V1_WalkWork.with { $0.volume = .init(volume) }
            return PlannedShard(
                kind: .walk, volume: volume.index, priority: Priority.walk, position: volume.range.offset,
                byteCount: 0, specification: try specification(.walk(work)))
        }
    }

    private func verification(of findings: ShardFindings, as work: Caseload_V1_SurveyWork) throws -> [PlannedShard] {
        guard let image = findings.image, work.policy != .none, image.byteCount > 0 else { return [] }
        var stored = try work.acquisition.map { try $0.decoded() } + image.storedDigests
        if work.policy == .all { stored += Self.unstated(besides: stored) }
        guard !stored.isEmpty else { return [] }
        let verification = Caseload_V1_VerificationWork.with { $0.stored = stored.map(Caseload_V1_StoredDigest.init) }
        return [
            PlannedShard(
                kind: .verification, volume: nil, priority: Priority.verification, position: 0,
                byteCount: image.byteCount, specification: try specification(.verification(verification)))
        ]
    }

    /// Digests that nobody has stated are still computed where all are asked for; their stored value is empty.
    private static func unstated(besides stored: [StoredDigest]) -> [StoredDigest] {
        DigestAlgorithm.allCases.filter { algorithm in !stored.contains { $0.algorithm == algorithm } }
            .map { StoredDigest(algorithm: $0, value: [], origin: StoredDigest.nobody) }
    }

    private func contents(of items: [Item], on volume: Caseload_V1_Volume) throws -> [PlannedShard] {
        try cutting.pieces(of: items).map { piece in
            let work = Caseload_V1_ContentsWork.with {
                $0.volume = volume
                $0.items = piece.items.map(Caseload_V1_ItemToRead.init)
            }
            return PlannedShard(
                kind: .contents, volume: volume.index, priority: piece.likelihood.rawValue, position: piece.position,
                byteCount: piece.byteCount, specification: try specification(.contents(work)))
        }
    }

    func specification(_ work: Caseload_V1_Assignment.OneOf_Work) throws -> [UInt8] {
        var next = assignment
        next.work = work
        return try next.serializedBytes()
    }
}
