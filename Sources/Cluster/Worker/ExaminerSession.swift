internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import struct Foundation.Data
internal import Processes
internal import ServiceLifecycle
internal import SwiftProtobuf

/// The dealings with one examiner process: it is fed, listened to and watched, side by side, until it ends.
struct ExaminerSession: Sendable {
    let worker: WorkerContext
    let supply: Supply
    let link: ExaminerLink
    /// The descriptor of the examiner's flight recorder.
    let recorder: Int32
    private let flight = SharedFlight()
    private let room = Room(places: Flight.capacity)

    init(worker: WorkerContext, supply: Supply, link: ExaminerLink, recorder: Int32) {
        self.worker = worker
        self.supply = supply
        self.link = link
        self.recorder = recorder
    }

    struct Verdict: Sendable {
        var wasReady = false
        /// Why the worker ended it; nil when it ended by itself.
        var end: ExaminerEnd?
    }

    /// Returns when the examiner has closed its end, must be killed, or the worker stops.
    func supervise(_ process: Int32) async -> Verdict {
        await cancelWhenGracefulShutdown { await superviseUntilCancelled(process) }
    }

    private func superviseUntilCancelled(_ process: Int32) async -> Verdict {
        let end = await withTaskGroup(of: ExaminerEnd?.self) { group in
            group.addTask { await listen() }
            group.addTask { await feed() }
            group.addTask { await watch(process) }
            let first = await group.next() ?? nil
            group.cancelAll()
            link.close()
            return first
        }
        return Verdict(wasReady: flight.with { $0.isReady }, end: Task.isCancelled ? .dismissed : end)
    }

    /// Gives the examiner shards for as long as it has room.
    private func feed() async -> ExaminerEnd? {
        do {
            while true {
                try await room.enter()
                try await give(try await supply.next())
            }
        } catch {
            return Task.isCancelled ? .dismissed : nil
        }
    }

    private func give(_ grant: Caseload_V1_Grant) async throws {
        flight.with { $0.begin(Flight.Shard(held: grant.held, assignment: grant.assignment), at: .now) }
        let folder = (try? Descriptors.openFolder(at: grant.assignment.folder)) ?? -1
        defer { if folder >= 0 { Descriptors.close(folder) } }
        let message = Caseload_V1_ToExaminer.with {
            $0.shard = grant.shard
            $0.fence = grant.fence
            $0.assignment = grant.assignment
            $0.hashSetFolder = worker.hashSetFolder
        }
        try await link.send(message, passing: folder)
    }

    /// Takes what the examiner says, and lands what it finds.
    private func listen() async -> ExaminerEnd? {
        do {
            while let message = try await link.receive() {
                switch message.event {
                case .ready(let ready):
                    flight.with { $0.becomeReady() }
                    try await worker.enrol(method: ready.method)
                case .batch(let batch): if try await !land(batch) { return .dismissed }
                case nil: worker.logger.error("An examiner sent a message that this version does not know.")
                }
            }
            return nil
        } catch {
            if !Task.isCancelled { worker.logger.error("Lost touch with an examiner: \(error)") }
            return .dismissed
        }
    }

    /// - Returns: whether the examiner may go on; false when its lease was lost in the middle of a shard.
    private func land(_ batch: Caseload_V1_Batch) async throws -> Bool {
        guard let held = flight.with({ $0.beginLanding(shard: batch.shard) }) else { return false }
        let isAccepted = try await worker.land(batch, under: held)
        flight.with { $0.endLanding(completes: batch.completes, at: .now) }
        if batch.completes { room.leave() }
        return isAccepted || batch.completes
    }

    /// Looks every quarter of a second whether the examiner hangs or has outgrown its memory.
    private func watch(_ process: Int32) async -> ExaminerEnd? {
        let options = worker.options
        while true {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return .dismissed }
            let notes = FlightRecorder.note(on: recorder)?.count ?? 0
            let hangs = flight.with { flight in
                flight.hear(noteCount: notes, at: .now)
                return flight.hangs(at: .now, patience: options.patience)
            }
            if hangs { return .silence(options.patience) }
            let memory = ProcessMemory.privateByteCount(of: process) ?? 0
            if memory > options.memoryByteCount { return .memory(byteCount: options.memoryByteCount) }
        }
    }

    /// After the examiner's end: reports the death of what it was at, and gives the rest back.
    func settle(_ end: ExaminerEnd) async throws {
        let shards = flight.with { $0.shards }
        var untouched = shards.map(\.held)
        if end != .dismissed, let first = shards.first {
            untouched.removeFirst()
            try await worker.report(first.death(end, at: FlightRecorder.note(on: recorder)))
        }
        try await worker.handBack(untouched)
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

extension Flight.Shard {
    /// - Parameter note: the last note of the examiner's flight recorder; it counts if it is about this shard.
    func death(_ end: ExaminerEnd, at note: FlightRecorder.Note?) -> Caseload_V1_Death {
        .with {
            $0.lease = held
            $0.cause = end.cause
            $0.code = end.code
            if let note, note.shard == held.shard {
                if let ordinal = note.ordinal { $0.ordinal = ordinal }
                if !note.address.isEmpty { $0.address = note.address }
                if !note.path.isEmpty { $0.path = Data(note.path) }
            }
            $0.detail =
                "The examiner \(end.words) while it was at this. What it was parsing may be damaged or made to harm; "
                + "the rest of the exhibit was examined without it."
        }
    }
}
