internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import Processes
internal import ServiceLifecycle
internal import SwiftProtobuf

/// The dealings with one examiner process: it is fed, listened to and watched, side by side, until it ends.
struct ExaminerSession: Sendable {
    let worker: WorkerContext
    let link: ExaminerLink
    /// The descriptor of the examiner's flight recorder.
    let recorder: Int32
    /// The examiner's place in the worker.
    let lane: Int
    let flight = SharedFlight()
    /// Over which the examiner gets what this host has not.
    let lines = EvidenceLines()
    private let room = Room(places: Flight.capacity)

    init(worker: WorkerContext, link: ExaminerLink, recorder: Int32, lane: Int) {
        self.worker = worker
        self.link = link
        self.recorder = recorder
        self.lane = lane
    }

    struct Verdict: Sendable {
        var wasReady = false
        /// Why the worker ended it; nil when it ended by itself.
        var end: ExaminerEnd?
        /// What the coordinator said to what it would take from no examiner of this worker; then the worker ends.
        var refusal: String?
    }

    /// What ends the dealings.
    private enum Ending: Sendable {
        case itself
        case killed(ExaminerEnd)
        case refused(String)
    }

    /// Returns when the examiner has closed its end, must be killed, or the worker stops.
    func supervise(_ process: Int32) async -> Verdict {
        let ending = await withTaskGroup(of: Ending.self) { group in
            group.addTask { await listen() }
            group.addTask { await feed() }
            group.addTask { await watch(process) }
            group.addTask { .killed(await serveLines()) }
            group.addTask {
                await worker.awaitDeparture()
                return .killed(.dismissed)
            }
            let first = await group.next() ?? .itself
            group.cancelAll()
            link.close()
            return first
        }
        var verdict = Verdict(wasReady: flight.with { $0.isReady })
        switch ending {
        case _ where Task.isCancelled: verdict.end = .dismissed
        case .itself: break
        case .killed(let end): verdict.end = end
        case .refused(let words): (verdict.end, verdict.refusal) = (.dismissed, words)
        }
        return verdict
    }

    /// Gives the examiner shards for as long as it has room.
    private func feed() async -> Ending {
        do {
            while true {
                try await room.enter()
                let grant = try await worker.supply.next()
                // Its lease may have ended in the stock.
                if worker.leases.holds(grant.held) { try await give(grant) } else { room.leave() }
            }
        } catch is Supply.Closed {
            // What it has in hand it still ends.
            room.leave()
            for _ in 0..<Flight.capacity { try? await room.enter() }
            return .killed(.dismissed)
        } catch {
            return Task.isCancelled ? .killed(.dismissed) : .itself
        }
    }

    private func give(_ grant: Caseload_V1_Grant) async throws {
        flight.with { $0.begin(Flight.Shard(held: grant.held, assignment: grant.assignment), at: .now) }
        let places = Flight.places(of: grant.assignment)
        for _ in 1..<places { try await room.enter() }
        guard !flight.with({ $0.forget(withdrawn: grant.shard, at: .now) }) else { return leave(places) }
        let (message, descriptor) = try message(for: grant)
        defer { if descriptor >= 0 { Descriptors.close(descriptor) } }
        try await link.send(message, passing: descriptor)
    }

    /// Takes what the examiner says, and lands what it finds.
    private func listen() async -> Ending {
        do {
            while let message = try await link.receive() {
                switch message.event {
                case .ready(let ready):
                    guard flight.with({ $0.becomeReady() }) else { throw Nonsense(cause: "it was ready twice") }
                    guard ready.isPlausible else { throw Nonsense(cause: "no method of examining is so long") }
                    try await worker.enrol(method: ready.method)
                    stands { $0.examinerIsReady(in: lane) }
                case .batch(let batch): if try await !land(batch) { return .killed(.dismissed) }
                case nil: throw Nonsense(cause: "a message that this version does not know")
                }
            }
            return .itself
        } catch let error as Nonsense {
            worker.logger.error("An examiner handed in nonsense: \(error.cause)")
            return .killed(.nonsense)
        } catch let error as RPCError where !Task.isCancelled {
            return .refused(error.message)
        } catch {
            return .killed(.dismissed)
        }
    }

    /// - Returns: whether the examiner may go on; false when its lease was lost in the middle of a shard.
    private func land(_ batch: Caseload_V1_Batch) async throws -> Bool {
        guard let shard = flight.with({ $0.beginLanding(shard: batch.shard, at: .now) }) else {
            if flight.with({ $0.withdrawn.contains(batch.shard) }) { return ignore(batch) }
            throw Nonsense(cause: "findings of a shard that it does not examine")
        }
        let handedIn = try shard.admit(batch)
        flight.with { $0.note(handedIn: handedIn) }
        let isAccepted = try await worker.land(batch, under: shard.held)
        if isAccepted, batch.completes { worker.metrics.examined(shard.assignment) }
        let took = flight.with { $0.endLanding(completes: batch.completes, at: .now) }
        if isAccepted { worker.activity.note(batch, of: shard.assignment, took: took) }
        if batch.completes { leave(Flight.places(of: shard.assignment)) }
        return isAccepted || batch.completes
    }

    /// Of a shard that was taken back nothing is handed in.
    private func ignore(_ batch: Caseload_V1_Batch) -> Bool {
        if batch.completes, flight.with({ $0.forget(withdrawn: batch.shard, at: .now) }) { leave(1) }
        return true
    }

    private func leave(_ places: Int) {
        for _ in 0..<places { room.leave() }
    }

    /// Looks every quarter of a second whether the examiner hangs or has outgrown its memory, and whether what it
    /// examines is still this worker's to examine.
    private func watch(_ process: Int32) async -> Ending {
        let options = worker.options
        while true {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return .killed(.dismissed) }
            let notes = FlightRecorder.note(on: recorder)?.count ?? 0
            let (hangs, held, withdrawn, tally) = flight.with { flight in
                flight.hear(noteCount: notes, at: .now)
                return (
                    flight.hangs(at: .now, patience: options.patience), flight.inHand, flight.withdraw(at: .now),
                    flight.takeTally(at: .now)
                )
            }
            worker.activity.add(tally)
            if let withdrawn { await worker.handBack([withdrawn]) }
            if let held, !worker.leases.holds(held) {
                worker.logger.notice(
                    "An examiner was dismissed: the lease of what it examined has ended.",
                    metadata: ["shard": "\(held.shard)"])
                return .killed(.dismissed)
            }
            if hangs { return .killed(.silence(options.patience)) }
            let memory = ProcessMemory.privateByteCount(of: process) ?? 0
            worker.metrics.examiner(in: lane, holds: memory)
            if memory > options.memoryByteCount { return .killed(.memory(byteCount: options.memoryByteCount)) }
        }
    }

    /// Notes a change of this worker's readiness, and shows how many of its examiners are ready.
    private func stands(_ change: (inout WorkerReadiness) -> Void) {
        let count = worker.readiness.with { standing in
            change(&standing)
            return standing.readyCount
        }
        worker.metrics.examinersReady(count)
    }

    /// After the examiner's end: reports the death of what it was at, and gives the rest back.
    func settle(_ end: ExaminerEnd) async throws {
        stands { $0.examinerHasEnded(in: lane) }
        worker.metrics.examiner(in: lane, holds: 0)
        let (shards, tally) = flight.with { ($0.shards, $0.takeTally(at: .now)) }
        worker.activity.add(tally)
        var untouched = shards.map(\.held)
        if end != .dismissed, let first = shards.first {
            untouched.removeFirst()
            let note = end == .nonsense ? nil : FlightRecorder.note(on: recorder)
            try await worker.report(first.death(end, at: note, of: worker.options.name))
        }
        await worker.handBack(untouched)
    }
}

extension Caseload_V1_ExaminerReady {
    /// Whether it names some libraries and their versions. Every examination carries it.
    fileprivate var isPlausible: Bool {
        method.count <= 64 && method.allSatisfy { max($0.key.utf8.count, $0.value.utf8.count) <= 1024 }
    }
}

extension Caseload_V1_Grant {
    /// The lease that it grants.
    var held: Caseload_V1_Held {
        .with {
            $0.shard = shard
            $0.fence = fence
        }
    }
}
