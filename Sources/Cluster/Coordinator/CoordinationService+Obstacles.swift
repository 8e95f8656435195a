internal import CaseStore
internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import Shards
internal import SwiftProtobuf

extension CoordinationService {
    /// Longer words are a broken worker's.
    private static let obstacleLimit = 2000

    /// Takes a shard back that its worker cannot examine: it stays ready for others, and operators see why.
    func reportObstacle(
        request: Caseload_V1_Obstacle, context: ServerContext
    ) async throws -> Caseload_V1_ObstacleReply {
        try admit(request.worker, context)
        let detail = String(request.detail.prefix(Self.obstacleLimit))
        logger.warning(
            "A worker cannot examine an exhibit: \(detail)",
            metadata: ["worker": "\(request.worker)", "exhibit": "\(request.exhibit)"])
        try await answering {
            _ = try await unlessGone(false) {
                try await store.handBack(
                    ShardID(request.lease.shard), under: request.lease.claim(of: request.worker))
            }
            if let exhibit = Int32(exactly: request.exhibit) {
                try await store.recordObstacle(detail, to: ExhibitID(exhibit), of: request.worker)
            }
        }
        bell.ring()
        return .init()
    }
}

extension Caseload_V1_LeaseRequest {
    /// A worker avoids what it has met lately: a list without end is a broken worker's.
    private static let avoidedLimit = 10_000

    /// The exhibits that something keeps the worker from examining.
    var avoided: [ExhibitID] {
        avoidedExhibits.prefix(Self.avoidedLimit).compactMap { Int32(exactly: $0).map { ExhibitID($0) } }
    }
}
