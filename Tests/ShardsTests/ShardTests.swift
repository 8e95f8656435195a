import Foundation
import Shards
import Testing

@Suite("The life of a shard")
struct ShardTests {
    private let start = Date(timeIntervalSince1970: 0)

    private func leased(deaths: Int = 0, lapses: Int = 0) throws -> (Shard, Claim) {
        var shard = Shard(deaths: deaths, lapses: lapses)
        let granted1 = shard.grant(to: "w", at: start, for: 30)
        let fence = try #require(granted1)
        return (shard, fence)
    }

    @Test("is granted to one worker at a time, under a fence that grows")
    func grants() throws {
        var (shard, first) = try leased()
        let outcome2 = shard.grant(to: "w", at: start, for: 30)
        #expect(outcome2 == nil)
        let outcome3 = shard.expire(at: start + 30)
        #expect(outcome3)
        let granted4 = shard.grant(to: "w", at: start + 30, for: 30)
        let second = try #require(granted4)
        #expect(second.fence > first.fence)
    }

    @Test("keeps its lease until the very end of the term")
    func expiry() throws {
        var (shard, _) = try leased()
        let outcome5 = shard.expire(at: start + 29.999)
        #expect(!outcome5)
        #expect(shard.state == .leased(until: start + 30))
        let outcome6 = shard.expire(at: start + 30)
        #expect(outcome6)
        #expect(shard.state == .ready && shard.lapses == 1)
    }

    @Test("does not wait for a worker that is known to be dead, nor lets its lease last longer")
    func cutShort() throws {
        var (shard, _) = try leased()
        shard.cutShort(at: start + 40)
        #expect(shard.state == .leased(until: start + 30))
        shard.cutShort(at: start + 10)
        #expect(shard.state == .leased(until: start + 10))
        let isExpired = shard.expire(at: start + 10)
        #expect(isExpired)
        #expect(shard.state == .ready && shard.lapses == 1)
        shard.cutShort(at: start + 11)
        #expect(shard.state == .ready)
    }

    @Test("is not suspected any more once something new of it has landed")
    func lapsesForgotten() throws {
        var (shard, claim) = try leased(lapses: 3)
        let again = shard.land(under: claim, isNew: false, completes: false)
        #expect(again == .accepted && shard.lapses == 3)
        let landing = shard.land(under: claim, isNew: true, completes: false)
        #expect(landing == .accepted && shard.lapses == 0)
    }

    @Test("is renewed by its holder alone")
    func renewal() throws {
        var (shard, fence) = try leased()
        let outcome7 = shard.renew(under: fence, at: start + 20, for: 30)
        #expect(outcome7)
        let outcome8 = shard.expire(at: start + 40)
        #expect(!outcome8)
        let outcome9 = shard.expire(at: start + 50)
        #expect(outcome9)
        let outcome10 = shard.renew(under: fence, at: start + 50, for: 30)
        #expect(!outcome10)
        _ = shard.grant(to: "w", at: start + 51, for: 30)
        let outcome11 = shard.renew(under: fence, at: start + 52, for: 30)
        #expect(!outcome11)
    }

    @Test("refuses late findings and names the newest fence")
    func lateFindings() throws {
        var (shard, first) = try leased()
        _ = shard.expire(at: start + 30)
        let outcome12 = shard.land(under: first, completes: true)
        #expect(outcome12 == .refused(current: first.fence))
        let granted13 = shard.grant(to: "w", at: start + 31, for: 30)
        let second = try #require(granted13)
        let outcome14 = shard.land(under: first, completes: true)
        #expect(outcome14 == .refused(current: second.fence))
        let outcome15 = shard.land(under: second, completes: false)
        #expect(outcome15 == .accepted)
        let outcome16 = shard.land(under: second, completes: true)
        #expect(outcome16 == .accepted)
        #expect(shard.state == .done)
        let outcome17 = shard.land(under: second, completes: true)
        #expect(outcome17 == .refused(current: second.fence))
    }

    @Test("is granted again after it was handed back, and its fence stays raised")
    func handBack() throws {
        var (shard, first) = try leased()
        let outcome18 = shard.handBack(under: first)
        #expect(outcome18)
        let outcome19 = shard.handBack(under: first)
        #expect(!outcome19)
        let granted20 = shard.grant(to: "w", at: start, for: 30)
        let second = try #require(granted20)
        #expect(second.fence > first.fence && shard.lapses == 0 && shard.deaths == 0)
        let outcome21 = shard.handBack(under: first)
        #expect(!outcome21)
    }

    @Test("answers to its holder alone, whatever fence another one names")
    func ownership() throws {
        var (shard, own) = try leased()
        let foreign = Claim("x", own.fence)
        let isRenewed = shard.renew(under: foreign, at: start, for: 30)
        let isHandedBack = shard.handBack(under: foreign)
        #expect(!isRenewed && !isHandedBack)
        let landing = shard.land(under: foreign, completes: true)
        #expect(landing == .refused(current: own.fence))
        let aftermath = shard.die(under: foreign, way: .none, isBlamed: true)
        #expect(aftermath == .refused(current: own.fence))
        #expect(shard.state == .leased(until: start + 30) && shard.deaths == 0)
    }

    @Test("tells a claim that comes late from one that was invented")
    func standing() throws {
        var shard = Shard()
        #expect(shard.standing(of: Claim("w1", Fence(0))) == .invented)
        for number in Int64(1)...3 {
            let granted = shard.grant(to: "w\(number)", at: start, for: 30)
            #expect(granted == Claim("w\(number)", Fence(number)))
            _ = shard.expire(at: start + 30)
        }
        for (worker, fence, standing) in [
            ("w3", Int64(3), Claim.Standing.current), ("w2", 3, .invented), ("w2", 2, .past), ("w1", 1, .past),
            ("w3", 2, .invented), ("w2", 1, .invented), ("w1", 0, .invented), ("w3", 4, .invented),
            ("w3", -1, .invented),
            ("w3", .max, .invented), ("w3", .min, .invented),
        ] { #expect(shard.standing(of: Claim(worker, Fence(fence))) == standing, "\(worker), \(fence)") }
    }

    @Test("remembers so many former holders, and thinks well of whoever may have held it before them")
    func memory() {
        var shard = Shard()
        for _ in 0..<Shard.memory + 3 {
            _ = shard.grant(to: "w", at: start, for: 30)
            _ = shard.expire(at: start + 30)
        }
        #expect(shard.formerHolders.count == Shard.memory)
        #expect(shard.standing(of: Claim("x", Fence(2))) == .past)
        #expect(shard.standing(of: Claim("x", Fence(3))) == .invented)
        #expect(shard.standing(of: Claim("w", Fence(3))) == .past)
    }

    @Test("is split at the first death if it can be")
    func split() throws {
        var (shard, fence) = try leased()
        let outcome22 = shard.die(under: fence, way: .split, isBlamed: true)
        #expect(outcome22 == .split)
        #expect(shard.state == .replaced && shard.hasEnded)
        let outcome23 = shard.die(under: fence, way: .split, isBlamed: true)
        #expect(outcome23 == .refused(current: fence.fence))
    }

    @Test("is tried a second time, then given up, where it cannot be split")
    func giveUp() throws {
        var (shard, first) = try leased()
        let outcome24 = shard.die(under: first, way: .none, isBlamed: true)
        #expect(outcome24 == .retry)
        #expect(shard.state == .ready)
        let granted25 = shard.grant(to: "w", at: start, for: 30)
        let second = try #require(granted25)
        let outcome26 = shard.die(under: first, way: .none, isBlamed: true)
        #expect(outcome26 == .refused(current: second.fence))
        let outcome27 = shard.die(under: second, way: .none, isBlamed: true)
        #expect(outcome27 == .giveUp)
        #expect(shard.state == .failed && shard.hasEnded)
    }

    @Test("makes a detour instead of being given up, and starts afresh")
    func detour() throws {
        var (shard, first) = try leased()
        let outcome28 = shard.die(under: first, way: .detour, isBlamed: true)
        #expect(outcome28 == .retry)
        let granted29 = shard.grant(to: "w", at: start, for: 30)
        let second = try #require(granted29)
        let outcome30 = shard.die(under: second, way: .detour, isBlamed: true)
        #expect(outcome30 == .detour)
        #expect(shard.state == .ready && shard.deaths == 0)
    }

    @Test("is not blamed when somebody else kills its examiner, until that happens too often")
    func foreignDeath() throws {
        var shard = Shard()
        for _ in 0..<Shard.lapseLimit {
            let granted31 = shard.grant(to: "w", at: start, for: 30)
            let fence = try #require(granted31)
            let outcome32 = shard.die(under: fence, way: .none, isBlamed: false)
            #expect(outcome32 == .retry)
            #expect(shard.deaths == 0)
        }
        let granted33 = shard.grant(to: "w", at: start, for: 30)
        let last = try #require(granted33)
        #expect(shard.isSuspected)
        let outcome34 = shard.die(under: last, way: .none, isBlamed: false)
        #expect(outcome34 == .giveUp)
    }

    @Test("can always be granted after a lapse: nothing is dropped in silence")
    func suspectedIsGranted() throws {
        var shard = Shard()
        for lapse in 1...(Shard.lapseLimit + 3) {
            let granted35 = shard.grant(to: "w", at: start, for: 30)
            _ = try #require(granted35)
            let outcome36 = shard.expire(at: start + 30)
            #expect(outcome36)
            #expect(shard.lapses == lapse && shard.isSuspected == (lapse >= Shard.lapseLimit))
        }
    }
}
