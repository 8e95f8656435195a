import Foundation
import Shards
import TestSupport
import Testing

/// A fleet that is never quite enough, cases that come in at any time, workers that die with what they hold: by the program's
/// own rules, told a time of their own.
@Suite("The scheduling of a fleet, in any history")
struct SchedulingSimulationTests {
    @Test(
        "grants by rank, neglects nobody, gives an urgent exhibit the next shard, repeats little",
        arguments: UInt64(0)..<200)
    func holds(seed: UInt64) {
        var fleet = Fleet(seed: seed)
        for _ in 0..<600 { fleet.step() }
        fleet.settle()
        let isLeft = fleet.exhibits.contains { $0.ready > 0 || $0.leased > 0 }
        #expect(!isLeft, "work was left over")
        // What a worker holds when it dies is all that is done again.
        #expect(fleet.repeated <= fleet.deaths * Portion.largest, "more was done again than the dead had held")
    }
}

private struct Fleet {
    struct Exhibit {
        var waiting: WaitingExhibit
        var ready: Int
        var leased = 0
        /// Turns that somebody else had since it began to wait.
        var passedOver = 0
    }

    struct Worker {
        var exhibit: Int?
        var held = 0
        var doneAt = 0.0
    }

    var random: SplitMix64
    var now = Date(timeIntervalSince1970: 0)
    var exhibits: [Exhibit] = []
    var workers: [Worker]
    var turn = 0
    var (deaths, repeated) = (0, 0)

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        workers = Array(repeating: Worker(), count: .random(in: 1...6, using: &random))
        for _ in 0..<Int.random(in: 1...5, using: &random) { register() }
    }

    mutating func step() {
        now += .random(in: 0...8, using: &random)
        switch Int.random(in: 0..<40, using: &random) {
        case 0: register()
        case 1: die(Int.random(in: workers.indices, using: &random))
        default: break
        }
        for worker in workers.indices where workers[worker].doneAt <= now.timeIntervalSince1970 { ask(worker) }
    }

    mutating func register() {
        let number = Int32(exhibits.count)
        exhibits.append(
            Exhibit(
                waiting: WaitingExhibit(
                    number: number, urgency: .random(in: 1...4, using: &random),
                    dueOn: Bool.random(using: &random) ? now + .random(in: -9...9, using: &random) : nil, readyCount: 0,
                    leasedCount: 0, grantedAt: now), ready: .random(in: 1...150, using: &random)))
    }

    /// Its leases end, and what it held can be granted again.
    mutating func die(_ worker: Int) {
        deaths += 1
        guard let exhibit = workers[worker].exhibit else { return }
        exhibits[exhibit].ready += workers[worker].held
        exhibits[exhibit].leased -= workers[worker].held
        repeated += workers[worker].held
        workers[worker] = Worker()
    }

    mutating func ask(_ worker: Int) {
        if let exhibit = workers[worker].exhibit { exhibits[exhibit].leased -= workers[worker].held }
        workers[worker] = Worker()
        let waiting = exhibits.filter { $0.ready > 0 }.map { exhibit in
            var waiting = exhibit.waiting
            (waiting.readyCount, waiting.leasedCount) = (exhibit.ready, exhibit.leased)
            return waiting
        }
        guard let place = Precedence.next(among: waiting, at: now, turn: turn) else { return }
        check(waiting[place], among: waiting)
        turn += 1
        grant(Int(waiting[place].number), to: worker)
    }

    /// What must always hold of a grant.
    mutating func check(_ chosen: WaitingExhibit, among waiting: [WaitingExhibit]) {
        let isForNeglected = turn % Precedence.turnsPerNeglected == Precedence.turnsPerNeglected - 1
        let highest = waiting.map(\.urgency).max() ?? 0
        #expect(chosen.urgency == highest || (isForNeglected && chosen.isNeglected(at: now)), "rank was passed by")
        for exhibit in exhibits.indices where exhibits[exhibit].ready > 0 {
            let isNeglected = exhibits[exhibit].waiting.isNeglected(at: now) && exhibit != Int(chosen.number)
            exhibits[exhibit].passedOver = isNeglected ? exhibits[exhibit].passedOver + 1 : 0
            // Each of the others that are neglected may have its turn first.
            let bound = Precedence.turnsPerNeglected * (exhibits.count + 1)
            #expect(exhibits[exhibit].passedOver <= bound, "exhibit \(exhibit) starves")
        }
    }

    mutating func grant(_ exhibit: Int, to worker: Int) {
        let portion = Portion(
            costPerSecond: .random(in: 0...20, using: &random) * Portion.shardCost, readyCount: exhibits[exhibit].ready,
            examinerCount: workers.count)
        let count = portion.count(
            of: Array(repeating: (.contents, Portion.shardCost), count: exhibits[exhibit].ready))
        #expect(1...exhibits[exhibit].ready ~= count)
        #expect(count == 1 || count * workers.count <= exhibits[exhibit].ready, "a worker hoards the end of an exhibit")
        exhibits[exhibit].ready -= count
        exhibits[exhibit].leased += count
        exhibits[exhibit].waiting.grantedAt = now
        workers[worker] = Worker(
            exhibit: exhibit, held: count, doneAt: now.timeIntervalSince1970 + .random(in: 1...20, using: &random))
    }

    /// Nobody dies any more, and nothing comes in.
    mutating func settle() {
        while exhibits.contains(where: { $0.ready > 0 || $0.leased > 0 }) {
            now += 20
            for worker in workers.indices { ask(worker) }
        }
    }
}
