internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import SwiftProtobuf

extension WorkerContext {
    /// Sees to it that this host has all that a shard needs. A shard for which that cannot be is given back.
    /// - Returns: whether the shard can be examined here.
    func provide(for grant: Caseload_V1_Grant) async throws -> Bool {
        do {
            guard let indexes else { return true }
            for name in grant.assignment.hashSets {
                let isHere = try await indexes.provide([UInt8](name), while: { leases.holds(grant.held) })
                guard isHere else { return false }
            }
            return true
        } catch let obstruction as Obstruction {
            try await report(obstruction, to: grant)
            return false
        } catch {
            try await handBack([grant.held])
            throw error
        }
    }

    /// Gives a shard back, and leaves its exhibit to others for a while.
    private func report(_ obstruction: Obstruction, to grant: Caseload_V1_Grant) async throws {
        let exhibit = grant.assignment.exhibit
        logger.warning("\(obstruction)", metadata: ["exhibit": "\(exhibit)"])
        avoidance.add(exhibit)
        let obstacle = Caseload_V1_Obstacle.with {
            $0.worker = options.name
            $0.lease = grant.held
            $0.exhibit = exhibit
            $0.detail = obstruction.detail
        }
        _ = try await connection.persistently("say what is in the way", while: { leases.holds(grant.held) }) {
            try await $0.reportObstacle(obstacle, options: $1)
        }
        leases.with { $0.end(shard: grant.shard, fence: grant.fence) }
    }
}
