internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import SwiftProtobuf

extension WorkerContext {
    /// Sees to it that this host has all that a shard needs. A shard for which that cannot be is given back.
    /// - Returns: whether the shard can be examined here.
    func provide(for grant: Caseload_V1_Grant) async throws -> Bool {
        do {
            for name in indexes == nil ? [] : grant.assignment.hashSets {
                let isHere = try await indexes?.provide([UInt8](name), while: { leases.holds(grant.held) })
                if isHere == false { return false }
            }
            let isFound = try await evidence?.find(grant.assignment, while: { leases.holds(grant.held) })
            return isFound ?? true
        } catch let obstruction as Obstruction {
            try await report(obstruction, to: grant.held, of: grant.assignment.exhibit)
            return false
        } catch {
            await handBack([grant.held])
            throw error
        }
    }

    /// Gives a shard back, and leaves its exhibit to others for a while.
    func report(_ obstruction: Obstruction, to held: Caseload_V1_Held, of exhibit: Int64) async throws {
        logger.warning("\(obstruction)", metadata: ["exhibit": "\(exhibit)"])
        avoidance.add(exhibit)
        let obstacle = Caseload_V1_Obstacle.with {
            $0.worker = options.name
            $0.lease = held
            $0.exhibit = exhibit
            $0.detail = obstruction.detail
        }
        _ = try await connection.persistently("say what is in the way", while: { leases.holds(held) }) {
            try await $0.reportObstacle(obstacle, options: $1)
        }
        leases.with { $0.end(shard: held.shard, fence: held.fence) }
    }
}
