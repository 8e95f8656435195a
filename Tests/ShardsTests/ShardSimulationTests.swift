import Foundation
import Shards
import TestSupport
import Testing

/// Any order of events, late, doubled and lost messages included. The seed is the argument: it repeats the history.
@Suite("A shard in any history")
struct ShardSimulationTests {
    private enum Event: CaseIterable {
        case grant, renew, cutShort, expire, deliver, lose, lie, die, foreignDeath, handBack
    }

    private struct World {
        var random: SplitMix64
        var shard = Shard()
        var now = Date(timeIntervalSince1970: 0)
        /// Under which leases findings are under way; the network may deliver them at any time, and again.
        var underway: [Claim] = []
        /// Claims that nobody was ever granted.
        var lies: Set<Claim> = []
        var newest = Claim("nobody", Fence())
        var heldUntil = Date(timeIntervalSince1970: 0)
        var landed: [Claim] = []
        var aftermaths: [Aftermath] = []

        mutating func happen(_ event: Event) {
            let before = shard
            let late = underway.randomElement(using: &random)
            switch event {
            case .grant: grant()
            case .renew:
                guard let late else { return }
                let isRenewed = shard.renew(under: late, at: now, for: 30)
                #expect(isRenewed == (late == newest && before.isLeased))
                if isRenewed { heldUntil = now + 30 }
            case .cutShort:
                shard.cutShort(at: now)
                if before.isLeased { heldUntil = min(heldUntil, now) }
            case .expire:
                let isExpired = shard.expire(at: now)
                #expect(isExpired == (before.isLeased && now >= heldUntil))
            case .deliver:
                guard let late else { return }
                if shard.land(under: late, completes: true) == .accepted { landed.append(late) }
            case .lie: lie()
            case .lose: underway.removeAll { _ in .random(using: &random) }
            case .die, .foreignDeath:
                guard let late else { return }
                aftermaths.append(shard.die(under: late, way: .none, isBlamed: event == .die))
            case .handBack:
                guard let late else { return }
                let outcome1 = shard.handBack(under: late)
                #expect(outcome1 == (late == newest && before.isLeased))
            }
            check(since: before)
        }

        mutating func grant() {
            let before = shard
            let worker = ["a", "b", "c"].randomElement(using: &random) ?? "a"
            guard let claim = shard.grant(to: worker, at: now, for: 30) else {
                #expect(before.isLeased || before.hasEnded)
                return
            }
            #expect(claim.fence > newest.fence && !before.isLeased && !before.hasEnded)
            (newest, heldUntil) = (claim, now + 30)
            underway.append(claim)
        }

        /// Somebody speaks of a lease that is not theirs: the network delivers that as it does the truth.
        mutating func lie() {
            let fence = Fence(newest.fence.number + .random(in: -2...2, using: &random))
            let claim = Claim("liar", fence)
            lies.insert(claim)
            underway.append(claim)
            #expect(shard.standing(of: claim) == .invented)
        }

        /// What must never happen.
        func check(since before: Shard) {
            #expect(landed.isEmpty || landed == [newest], "findings landed under an old lease, a lie, or twice")
            for claim in underway where !lies.contains(claim) {
                #expect(
                    shard.standing(of: claim) == (claim == newest ? .current : .past), "an honest worker was doubted")
            }
            #expect(!before.hasEnded || shard == before, "an ended shard changed")
            #expect(shard.fence >= before.fence, "the fence fell")
            let endings = aftermaths.filter { $0 == .giveUp }.count + landed.count
            #expect(endings <= 1 && (endings == 1) == shard.hasEnded, "it ended without findings, or twice")
        }
    }

    @Test("lands once or is given up once, whatever is late, doubled or lost", arguments: UInt64(0)..<500)
    func endsOnce(seed: UInt64) throws {
        var world = World(random: SplitMix64(seed: seed))
        for _ in 0..<200 {
            world.now += .random(in: 0...20, using: &world.random)
            world.happen(Event.allCases.randomElement(using: &world.random) ?? .grant)
        }
        // The faults stop: one more lease ends it.
        world.now += 60
        _ = world.shard.expire(at: world.now)
        if !world.shard.hasEnded {
            let granted2 = world.shard.grant(to: "a", at: world.now, for: 30)
            let claim = try #require(granted2)
            let outcome3 = world.shard.land(under: claim, completes: true)
            #expect(outcome3 == .accepted)
        }
        #expect(world.shard.hasEnded)
    }
}

extension Shard {
    fileprivate var isLeased: Bool { if case .leased = state { true } else { false } }
}
