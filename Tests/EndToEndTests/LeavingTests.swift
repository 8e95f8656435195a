import Glibc
import Testing

/// A worker that operators take out of a cluster that is at work.
@Suite("A worker that leaves", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct LeavingTests {
    @Test("when it is drained ends what it has begun, is granted nothing more, and works again when it is resumed")
    func drained() async throws {
        let more = try Exhibits.named("own-small.raw")
        try await withBusyWorker { cluster in
            let (network, database, worker) = (cluster.network, cluster.database, cluster.worker)
            try await network.caseload("worker", "drain", "w1", "--reason=repair")
            try await eventually { worker.words.contains("Drained by an operator") }
            try await eventually { try await database.count(of: .leased, by: "w1") <= 2 }
            let before = try await database.count(of: .done, by: "w1")
            cluster.goOn()
            try await eventually { try await database.count(of: .leased, by: "w1") == 0 }
            let ended = try await database.count(of: .done, by: "w1")
            #expect(ended > before)

            let other = try await network.worker("w2", of: [cluster.coordinator])
            try await cluster.expectAllFound()
            #expect(try await database.count(of: .done, by: "w1") == ended)
            let listed = try await network.caseload("workers", "--format=jsonl")
            #expect(listed.contains(#""state":"draining""#) && listed.contains("repair"), "\(listed)")
            try await other.end()

            try await network.caseload("exhibit", "add", "C", try await network.scratch.unpack(more))
            try await network.caseload("worker", "resume", "w1")
            try await eventually { try await network.isDone }
            #expect(try await database.count(of: .done, by: "w1") > ended)
            #expect(worker.words.contains("Takes work again"))
            try await worker.end()
        }
    }

    @Test("when it is told to stop, once or twice, ends what it has begun and goes well", arguments: 1...2)
    func stopped(times: Int) async throws {
        try await withBusyWorker(["--grace=60"]) { cluster in
            for _ in 0..<times { try await cluster.stop() }
            try await eventually { try await cluster.database.count(of: .leased, by: "w1") <= 2 }
            let before = try await cluster.database.count(of: .done, by: "w1")
            cluster.goOn()
            #expect(try await cluster.worker.exitCode() == 0, "\(cluster.worker.words)")
            #expect(try await cluster.database.count(of: .done, by: "w1") > before)
            try await cluster.expectOthersGoOn()
        }
    }

    @Test("when its grace is over gives back what it has begun, and goes well")
    func outOfGrace() async throws {
        try await withBusyWorker(["--grace=1"]) { cluster in
            try await cluster.stop()
            #expect(try await cluster.worker.exitCode() == 0, "\(cluster.worker.words)")
            // No lease has to end for it, and nobody is blamed.
            #expect(try await cluster.database.count(of: .leased, by: "w1") == 0)
            #expect(try await cluster.database.ask("SELECT max(deaths) FROM shards") == "0")
            try await cluster.expectOthersGoOn()
        }
    }

    private func withBusyWorker(_ options: [String] = [], _ body: (BusyWorker) async throws -> Void) async throws {
        try await Network.with { network in
            let cluster = try await BusyWorker(in: network, options)
            try await body(cluster)
            #expect(try await cluster.record.longestDelay == nil, "a lease ended in silence")
            try await cluster.coordinator.role.end()
        }
    }
}

/// A cluster whose one worker is in the middle of its work: its examiner stands still, and has as much in hand as it takes.
private struct BusyWorker {
    let network: Network
    let database: Database
    let record: LapseRecord
    let coordinator: Network.Coordinator
    let worker: RunningRole
    private let examiners: [RunningProcess]

    init(in network: Network, _ options: [String]) async throws {
        self.network = network
        database = Database(network.store)
        record = try await LapseRecord(in: database)
        try await network.addExhibits(Exhibits.various)
        coordinator = try await network.coordinator("c1")
        worker = try await network.worker("w1", of: [coordinator], options: ["--examiners=1"] + options)
        let (database, worker) = (database, worker)
        try await eventually { try await database.count(of: .done, by: "w1") > 0 }
        examiners = worker.children.having(.examiner)
        for examiner in examiners { examiner.send(SIGSTOP) }
        // What is no content is an examiner's alone.
        try await eventually {
            try await database.ask(
                """
                SELECT count(*) > 1 OR bool_or(kind <> 'contents') FROM shards WHERE worker = 'w1' AND state = 'leased'
                """) == "t"
        }
    }

    func goOn() {
        for examiner in examiners { examiner.send(SIGCONT) }
    }

    /// Tells the worker to stop, and waits until it has heard.
    func stop() async throws {
        worker.send(SIGTERM)
        try await eventually { worker.words.contains("Told to stop") }
    }

    func expectOthersGoOn() async throws {
        let other = try await network.worker("w2", of: [coordinator])
        try await expectAllFound()
        #expect(try await database.count(of: .done, by: "w2") > 0)
        try await other.end()
    }

    func expectAllFound() async throws {
        try await eventually { try await network.isDone }
        try await network.expectFindings(of: Exhibits.various, like: try #require(Undisturbed.current))
    }
}
