import ClusterProtocol
import Findings
import Foundation
import Shards
import SwiftProtobuf
import TestSupport
import Testing

@testable import Cluster

/// Coordinator, workers, network and clock in one seeded world: the rules are the program's own, the rest is chance.
@Suite("A cluster in any history")
struct ClusterSimulationTests {
    @Test("every item lands exactly once, and what kills examiners as one failure each", arguments: UInt64(0)..<300)
    func everyItemOnce(seed: UInt64) throws {
        var world = try World(seed: seed)
        for _ in 0..<400 { try world.step() }
        try world.settle()
        for item in world.items {
            let isPoison = world.poison.contains(item)
            #expect(world.contents[item, default: 0] == (isPoison ? 0 : 1), "content of item \(item)")
            #expect(world.failures[item, default: 0] == (isPoison ? 1 : 0), "failures of item \(item)")
        }
    }
}

private struct World {
    /// A row of the queue.
    struct Row {
        var shard = Shard()
        var assignment: Caseload_V1_Assignment
    }

    /// Something that a worker has said and the network may yet deliver, more than once.
    enum Message {
        case findings(row: Int, claim: Claim)
        case death(row: Int, claim: Claim, suspect: Int64?, isBlamed: Bool)
    }

    var random: SplitMix64
    let items: Range<Int64>
    let poison: Set<Int64>
    var now = Date(timeIntervalSince1970: 0)
    var queue: [Row] = []
    var network: [Message] = []
    var contents: [Int64: Int] = [:]
    var failures: [Int64: Int] = [:]
    let term = 30.0

    init(seed: UInt64) throws {
        random = SplitMix64(seed: seed)
        items = 0..<Int64.random(in: 1...40, using: &random)
        var poison: Set<Int64> = []
        for item in items where Int.random(in: 0..<8, using: &random) == 0 { poison.insert(item) }
        self.poison = poison
        var start: Int64 = 0
        while start < items.upperBound {
            let end = min(items.upperBound, start + .random(in: 1...12, using: &random))
            queue.append(
                Row(
                    assignment: .with {
                        $0.contents.items = (start..<end).map { ordinal in .with { $0.ordinal = ordinal } }
                    }))
            start = end
        }
    }

    mutating func step() throws {
        now += .random(in: 0...12, using: &random)
        let row = Int.random(in: 0..<queue.count, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0...3:
            if let claim = queue[row].shard.grant(to: "w", at: now, for: term) { examine(row, under: claim) }
        case 4: for row in queue.indices { _ = queue[row].shard.expire(at: now) }
        case 5...7:
            // Delivered, and kept: it may arrive again.
            if let message = network.randomElement(using: &random) { try deliver(message) }
        case 8: network.removeAll { _ in Int.random(in: 0..<4, using: &random) == 0 }
        default: _ = queue[row].shard.renew(under: Claim("w", queue[row].shard.fence), at: now, for: term)
        }
    }

    /// What a worker would say of a shard in the end, or would have said if it had lived.
    mutating func examine(_ row: Int, under claim: Claim) {
        let fatal = queue[row].assignment.contents.items.first { poison.contains($0.ordinal) }
        let chance = Int.random(in: 0..<10, using: &random)
        if chance == 0 { return }  // the whole worker vanishes
        if chance == 1 {
            network.append(.death(row: row, claim: claim, suspect: nil, isBlamed: false))
        } else if let fatal {
            // Sometimes the flight recorder is torn and names nobody.
            let suspect = chance == 2 ? nil : fatal.ordinal
            network.append(.death(row: row, claim: claim, suspect: suspect, isBlamed: true))
        } else {
            network.append(.findings(row: row, claim: claim))
        }
    }

    mutating func deliver(_ message: Message) throws {
        switch message {
        case .findings(let row, let claim):
            guard queue[row].shard.land(under: claim, completes: true) == .accepted else { return }
            for item in queue[row].assignment.contents.items { contents[item.ordinal, default: 0] += 1 }
        case .death(let row, let claim, let suspect, let isBlamed):
            try bury(row, under: claim, suspect: suspect, isBlamed: isBlamed)
        }
    }

    mutating func bury(_ row: Int, under claim: Claim, suspect: Int64?, isBlamed: Bool) throws {
        let death = Caseload_V1_Death.with {
            if let suspect { $0.ordinal = suspect }
            $0.cause = isBlamed ? .signal : .foreign
        }
        let plan = try DeathPlan(after: death, of: queue[row].assignment)
        let way: WayOut = plan.replacements.isEmpty ? .none : .split
        switch queue[row].shard.die(under: claim, way: way, isBlamed: isBlamed) {
        case .split:
            for part in plan.replacements {
                queue.append(Row(assignment: try .init(serializedBytes: part.specification)))
            }
        case .giveUp: for failure in plan.failure.failures { failures[failure.ordinal ?? -1, default: 0] += 1 }
        case .retry, .detour, .refused: break
        }
    }

    /// The faults stop: every lease runs out, every shard is examined by a worker that lives.
    mutating func settle() throws {
        network = []
        var row = 0
        while row < queue.count {
            now += 2 * term
            _ = queue[row].shard.expire(at: now)
            guard let claim = queue[row].shard.grant(to: "w", at: now, for: term) else {
                row += 1
                continue
            }
            if let fatal = queue[row].assignment.contents.items.first(where: { poison.contains($0.ordinal) }) {
                try bury(row, under: claim, suspect: fatal.ordinal, isBlamed: true)
            } else if queue[row].shard.isSuspected, queue[row].assignment.contents.items.count > 1 {
                try bury(row, under: claim, suspect: nil, isBlamed: true)
            } else {
                try deliver(.findings(row: row, claim: claim))
            }
        }
    }
}
