import ClusterProtocol
import GRPCCore
import SwiftProtobuf
import Testing

@testable import Cluster

@Suite("A worker's rules")
struct WorkerRulesTests {
    private let start = ContinuousClock.now
    private let term = Duration.seconds(30)

    @Test("a lease ends by the worker's own clock, counted from before it asked")
    func deadline() {
        var book = LeaseBook()
        book.add(shard: 1, fence: 5, asked: start, term: term)
        #expect(book.holds(shard: 1, fence: 5, at: start + .seconds(29)))
        #expect(!book.holds(shard: 1, fence: 5, at: start + .seconds(30)))
        #expect(!book.holds(shard: 1, fence: 4, at: start))
        #expect(!book.holds(shard: 2, fence: 5, at: start))
    }

    @Test("a renewal prolongs what is still held and ends the rest, but not a lease that was granted meanwhile")
    func renewal() {
        var book = LeaseBook()
        for shard in Int64(1)...3 { book.add(shard: shard, fence: 1, asked: start, term: term) }
        let asked = book.leases
        book.end(shard: 3, fence: 1)
        book.add(shard: 3, fence: 2, asked: start + .seconds(5), term: term)
        book.renew(asked, stillHeld: [1], at: start + .seconds(10), term: term)
        #expect(book.holds(shard: 1, fence: 1, at: start + .seconds(39)))
        #expect(!book.holds(shard: 2, fence: 1, at: start + .seconds(11)))
        #expect(book.holds(shard: 3, fence: 2, at: start + .seconds(34)))
    }

    @Test("a call that a coordinator refused for good is not repeated; one whose connection ended is")
    func repeatsCalls() {
        struct Ended: Error {}
        let passing: [RPCError.Code] = [
            .unavailable, .deadlineExceeded, .aborted, .unauthenticated, .failedPrecondition,
        ]
        for code in passing { #expect(RPCError(code: code, message: "").isPassing) }
        let final: [RPCError.Code] = [.permissionDenied, .invalidArgument, .notFound, .unimplemented, .unknown]
        for code in final { #expect(!RPCError(code: code, message: "").isPassing) }
        #expect(RPCError(code: .unknown, message: "", cause: Ended()).isPassing)
    }

    @Test("an examiner that gives no sign of life for long hangs, unless it waits for its findings to land")
    func hanging() {
        var flight = Flight(at: start)
        let patience = Duration.seconds(60)
        #expect(!flight.hangs(at: start + .seconds(100), patience: patience), "it has nothing to do")
        flight.begin(.init(held: .with { $0.shard = 1 }, assignment: .init()), at: start + .seconds(100))
        #expect(!flight.hangs(at: start + .seconds(160), patience: patience))
        #expect(flight.hangs(at: start + .seconds(161), patience: patience))
        flight.hear(noteCount: 9, at: start + .seconds(161))
        #expect(!flight.hangs(at: start + .seconds(200), patience: patience))
        flight.hear(noteCount: 9, at: start + .seconds(200))
        #expect(flight.hangs(at: start + .seconds(222), patience: patience), "the same note is no new sign of life")
        #expect(flight.beginLanding(shard: 1, at: start)?.held.shard == 1)
        #expect(!flight.hangs(at: start + .seconds(9999), patience: patience))
        flight.endLanding(completes: false, at: start + .seconds(9999))
        #expect(!flight.hangs(at: start + .seconds(10_000), patience: patience))
        #expect(flight.shards.count == 1)
    }

    @Test("an examiner that shows life for ever, and ends nothing, hangs in the end")
    func neverEnding() {
        var flight = Flight(at: start)
        for shard in Int64(1)...2 {
            flight.begin(.init(held: .with { $0.shard = shard }, assignment: .init()), at: start)
        }
        func hangs(after elapsed: Duration) -> Bool {
            flight.hear(noteCount: .random(in: 1...UInt64.max), at: start + elapsed)
            return flight.hangs(at: start + elapsed, patience: .seconds(60))
        }
        #expect(!hangs(after: Flight.longest) && hangs(after: Flight.longest + .seconds(1)))
        _ = flight.beginLanding(shard: 1, at: start)
        flight.endLanding(completes: false, at: start + Flight.longest)
        #expect(hangs(after: Flight.longest + .seconds(1)), "a batch is not the end of its shard")
        _ = flight.beginLanding(shard: 1, at: start)
        flight.endLanding(completes: true, at: start + Flight.longest)
        #expect(!hangs(after: Flight.longest * 2) && hangs(after: Flight.longest * 2 + .seconds(1)))
    }

    @Test("findings are taken for the shard in hand alone")
    func foreignShard() {
        var flight = Flight(at: start)
        flight.begin(.init(held: .with { $0.shard = 1 }, assignment: .init()), at: start)
        flight.begin(.init(held: .with { $0.shard = 2 }, assignment: .init()), at: start)
        #expect(flight.beginLanding(shard: 2, at: start) == nil)
        #expect(flight.inHand?.shard == 1)
        #expect(flight.beginLanding(shard: 1, at: start) != nil)
        #expect(flight.inHand == nil, "what is landing is no longer examined")
        flight.endLanding(completes: true, at: start)
        #expect(flight.inHand?.shard == 2)
        #expect(flight.beginLanding(shard: 2, at: start) != nil)
    }

    @Test("a shard that waits behind a long one is taken back in time, and its examiner is still watched")
    func withdrawal() {
        var flight = Flight(at: start)
        for shard in Int64(1)...2 {
            flight.begin(.init(held: .with { $0.shard = shard }, assignment: .init()), at: start)
        }
        #expect(flight.withdraw(at: start + Stock.patience - .milliseconds(1)) == nil)
        #expect(flight.withdraw(at: start + Stock.patience)?.shard == 2)
        #expect(flight.withdraw(at: start + Stock.patience) == nil, "the one in hand is not taken back")
        #expect(flight.withdrawn == [2] && flight.shards.map(\.held.shard) == [1])
        _ = flight.beginLanding(shard: 1, at: start + .seconds(20))
        flight.endLanding(completes: true, at: start + .seconds(20))
        #expect(flight.hangs(at: start + .seconds(81), patience: .seconds(60)), "it is at what was taken back")
        let verdicts = (0..<2).map { _ in flight.forget(withdrawn: 2, at: start + .seconds(81)) }
        #expect(verdicts == [true, false])
        #expect(!flight.hangs(at: start + .seconds(999), patience: .seconds(60)))
    }

    @Test("nothing is given to an examiner behind what may take long")
    func places() {
        let small = Caseload_V1_Assignment.with { $0.contents.items = [.with { $0.byteCount = 1 << 20 }] }
        let large = Caseload_V1_Assignment.with {
            $0.contents.items = Array(repeating: .with { $0.byteCount = 1 << 29 }, count: 2)
        }
        let walk = Caseload_V1_Assignment.with { $0.walk = .init() }
        #expect([small, large, walk].map(Flight.places) == [1, Flight.capacity, Flight.capacity])
    }

    @Test("an examiner's time is busy, landing or idle, and every moment counts once")
    func tally() {
        var flight = Flight(at: start)
        flight.begin(.init(held: .with { $0.shard = 1 }, assignment: .init()), at: start + .seconds(1))
        _ = flight.beginLanding(shard: 1, at: start + .seconds(3))
        #expect(
            flight.takeTally(at: start + .seconds(4))
                == Tally(busy: .seconds(2), landing: .seconds(1), idle: .seconds(1)))
        #expect(flight.endLanding(completes: true, at: start + .seconds(7)) == .seconds(6))
        #expect(flight.takeTally(at: start + .seconds(15)) == Tally(landing: .seconds(3), idle: .seconds(8)))
    }

    @Test("a worker asks for as much as it has got done lately")
    func pace() {
        let activity = Activity()
        #expect(activity.costPerSecond(of: 4) == 0)
        let contents = Caseload_V1_Assignment.with { $0.contents.items = [.with { $0.byteCount = 100 << 20 }] }
        let batch = Caseload_V1_Batch.with { $0.findings.contents = Array(repeating: .init(), count: 3) }
        activity.note(batch, of: contents, took: .seconds(2))
        #expect(activity.costPerSecond(of: 4) == 200 << 20)
        activity.note(batch, of: contents, took: .seconds(1))
        #expect(activity.costPerSecond(of: 1) == 60 << 20)
        activity.note(.init(), of: .with { $0.walk = .init() }, took: .seconds(99))
        #expect(activity.costPerSecond(of: 1) == 60 << 20, "how long a walk takes says nothing")
        activity.note(batch, of: contents, took: nil)
        #expect(activity.take() == Tally(byteCount: 200 << 20, itemCount: 9))
        #expect(activity.take() == Tally())
    }

    @Test("who killed an examiner decides whether its shard is to blame")
    func causes() {
        #expect(ExaminerEnd.signal(11).cause == .signal)
        #expect(ExaminerEnd.signal(9).cause == .foreign)
        #expect(ExaminerEnd.silence(.seconds(60)).cause == .time)
        #expect(ExaminerEnd.memory(byteCount: 1).cause == .memory)
        #expect(ExaminerEnd.exit(3).cause == .exit)
        #expect(ExaminerEnd.nonsense.cause == .exit, "what an examiner hands in is its own doing")
        #expect(ExaminerEnd.dismissed.cause == .foreign)
        #expect(ExaminerEnd.signal(11).words.contains("Segmentation fault"))
    }

    @Test("waits longer each time, but never longer than two seconds")
    func backoff() {
        var backoff = Backoff()
        let waits = (0..<10).map { _ in backoff.next() }
        #expect(waits.first == .milliseconds(50) && waits.last == .seconds(2) && waits == waits.sorted())
    }
}
