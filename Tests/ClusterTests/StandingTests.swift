@testable import Cluster
import Testing

@Suite("Whether a process can do its work")
struct StandingTests {
    private let start = ContinuousClock.now

    @Test("is said of a coordinator by the last answer of its database")
    func coordinator() {
        var standing = DatabaseStanding()
        #expect(standing.reasonNotReady(at: start) == "the database has not answered yet")
        standing.answer(at: start)
        #expect(standing.reasonNotReady(at: start) == nil)
        standing.fail()
        #expect(standing.reasonNotReady(at: start) == "the database does not answer")
        standing.answer(at: start + .seconds(1))
        #expect(standing.reasonNotReady(at: start + .seconds(1)) == nil)
    }

    @Test("is not said of a coordinator whose database hangs")
    func silence() {
        var standing = DatabaseStanding()
        standing.answer(at: start)
        #expect(standing.reasonNotReady(at: start + DatabaseStanding.patience) == nil)
        let late = start + DatabaseStanding.patience + .milliseconds(1)
        #expect(standing.reasonNotReady(at: late) == "the database has been silent for too long")
    }

    @Test("is not said of a coordinator whose tables were migrated under it, until they are its own again")
    func schema() {
        var standing = DatabaseStanding()
        standing.answer(at: start)
        standing.note(schema: 99)
        #expect(standing.reasonNotReady(at: start)?.contains("99") == true)
        standing.note(schema: nil)
        #expect(standing.reasonNotReady(at: start) == nil)
    }

    @Test("is said of a worker that is taken in while at least one of its examiners is ready")
    func worker() {
        var standing = WorkerReadiness()
        standing.examinerIsReady(in: 0)
        #expect(standing.reasonNotReady == "no coordinator has taken it in yet")
        standing.isHeard()
        standing.enrol()
        #expect(standing.reasonNotReady == nil)
        standing.isMissed()
        #expect(standing.reasonNotReady == "no coordinator answers it")
        standing.isHeard()
        standing.examinerIsReady(in: 1)
        standing.examinerHasEnded(in: 0)
        #expect((standing.reasonNotReady, standing.readyCount) == (nil, 1))
        standing.examinerHasEnded(in: 1)
        #expect(standing.reasonNotReady == "none of its examiners is ready")
    }

    @Test("is said of nobody who is told to end")
    func ending() {
        var (coordinator, worker) = (DatabaseStanding(), WorkerReadiness())
        coordinator.answer(at: start)
        worker.isHeard()
        worker.enrol()
        worker.examinerIsReady(in: 0)
        coordinator.end()
        worker.end()
        #expect(coordinator.reasonNotReady(at: start) == "it is ending")
        #expect(worker.reasonNotReady == "it is ending")
    }
}
