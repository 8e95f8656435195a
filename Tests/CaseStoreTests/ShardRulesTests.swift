import Findings
import Foundation
import Shards
import TestSupport
import Testing

@testable import CaseStore

/// The rules of a shard's life stand twice: as the value `Shard` and as SQL. Both live through the same histories here.
@Suite("The rules of a shard, in SQL")
struct ShardRulesTests {
    @Test("lives through every history as the value does", arguments: UInt64(0)..<12)
    func sameHistories(seed: UInt64) async throws {
        try await TestServer.withStore(connections: 1) { store in
            _ = try await store.createCase("A")
            let exhibit = try await store.addExhibit(.sample("1"), to: "A", survey: .sample()).id
            for history in 0..<20 {
                try await store.reopen(exhibit, as: .sample("1"), survey: .sample())
                var twins = try await Twins(store: store, seed: seed &* 1000 + UInt64(history))
                for _ in 0..<40 { try await twins.step() }
            }
        }
    }
}

/// One shard as a value and in the store.
private struct Twins {
    let store: CaseStore
    var random: SplitMix64
    var shard = Shard()
    let id: ShardID
    var now = Date(timeIntervalSince1970: 1_700_000_000)
    /// The leases that anybody may still believe in.
    var claims: [Claim] = [Claim("a", Fence(0))]
    private static let workers = ["a", "b"]
    var batch: Int32 = 0
    let seed: UInt64

    private enum Event: CaseIterable {
        case grant, renew, cutShort, expire, handBack, land, die
    }

    init(store: CaseStore, seed: UInt64) async throws {
        (self.store, self.seed) = (store, seed)
        random = SplitMix64(seed: seed)
        id = try await store.pool.perform { connection throws(StoreError) in
            guard var row = try connection.execute("SELECT max(shard_id) FROM shards").first else {
                throw StoreError(.notFound, cause: "no shard")
            }
            return ShardID(try row.next())
        }
    }

    mutating func step() async throws {
        now += Double(Int.random(in: 0...20, using: &random))
        let claim = claim()
        switch Event.allCases.randomElement(using: &random) {
        case .grant?: try await grant()
        case .renew?:
            let beat = Heartbeat(of: claim.worker, leases: [id: claim.fence])
            let held = try await store.renew([beat], term: .seconds(30), now: now)
            #expect((held == [[id]]) == shard.renew(under: claim, at: now, for: 30), "seed \(seed)")
        case .cutShort?:
            try await store.cutShort(leasesOf: Self.workers, now: now)
            shard.cutShort(at: now)
        case .expire?:
            #expect(try await store.expire(now: now).contains(id) == shard.expire(at: now), "seed \(seed)")
        case .handBack?:
            #expect(try await store.handBack(id, under: claim) == shard.handBack(under: claim), "seed \(seed)")
        case .land?: try await land(under: claim)
        case .die?: try await die(under: claim)
        case nil: break
        }
        let standing = try await store.standing(of: id)
        #expect(standing.shard == shard, "seed \(seed)")
        #expect(standing.landedBatches == batch, "seed \(seed)")
    }

    private mutating func grant() async throws {
        // What a split has left is not this history's.
        guard shard.state != .replaced else { return }
        let worker = Self.workers.randomElement(using: &random) ?? "a"
        let grants = try await store.grant(to: worker, limit: 1, term: .seconds(30), now: now)
        let claim = shard.grant(to: worker, at: now, for: 30)
        #expect(grants.first?.claim == claim, "seed \(seed)")
        #expect(grants.first.map { $0.shard == id } ?? true, "seed \(seed)")
        if let claim { claims.append(claim) }
    }

    /// Often the truth; else what was true once, or is another's.
    private mutating func claim() -> Claim {
        switch Int.random(in: 0..<8, using: &random) {
        case 0...3: Claim(shard.holder ?? "a", shard.fence)
        case 4: Claim(Self.workers.randomElement(using: &random) ?? "a", shard.fence)
        default: claims.randomElement(using: &random) ?? Claim("a", shard.fence)
        }
    }

    private mutating func land(under claim: Claim) async throws {
        let completes = Int.random(in: 0..<4, using: &random) == 0
        let landing = try await store.land(
            .sample(failures: 1), of: id, under: claim, batch: batch, completes: completes)
        #expect(landing == shard.land(under: claim, completes: completes), "seed \(seed)")
        if landing == .accepted { batch += 1 }
    }

    private mutating func die(under claim: Claim) async throws {
        let isBlamed = Bool.random(using: &random)
        let way = [WayOut.none, .detour, .none, .split].randomElement(using: &random) ?? .none
        let aftermath = try await store.die(
            id, under: claim, replacements: way == .split ? [.sample(), .sample()] : [],
            detour: way == .detour ? [1] : nil, failure: .sample(failures: 1), isBlamed: isBlamed)
        #expect(aftermath == shard.die(under: claim, way: way, isBlamed: isBlamed), "seed \(seed)")
        if aftermath == .detour { batch = 0 }
    }
}

/// PostgreSQL holds the fence against whoever saves a shard, even past the lock.
@Suite("A shard that was granted anew")
struct FenceInSQLTests {
    @Test("is not saved by whoever knew it before")
    func refusesOldFence() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            let old = try await store.standing(of: lease.shard)
            try await store.handBack(lease.shard, under: lease.claim)
            _ = try await store.grant(to: "x", limit: 1, term: .seconds(60))
            let error = await #expect(throws: StoreError.self) {
                try await store.pool.perform { connection throws(StoreError) in
                    try connection.save(old, of: lease.shard)
                }
            }
            #expect(error?.reason == .conflict)
        }
    }

    @Test("remembers who held it before, as the value does")
    func remembersHolders() async throws {
        try await Examination.run { exhibit in
            let (store, id) = (exhibit.store, exhibit.lease.shard)
            var claim = exhibit.lease.claim
            for number in 0..<Shard.memory + 2 {
                try await store.handBack(id, under: claim)
                claim = try #require(try await store.grant(to: "w\(number)", limit: 1, term: .seconds(60)).first).claim
            }
            let former = try await store.standing(of: id).shard.formerHolders
            #expect(former == (0..<Shard.memory).map { "w\($0 + 1)" })
        }
    }
}
