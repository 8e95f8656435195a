internal import ClusterProtocol
internal import Evidence
internal import Findings
internal import struct Foundation.Data
internal import Logging
internal import Processes
internal import Subprocess
internal import SwiftProtobuf
internal import SystemPackage

/// An exhibit as this host may have it.
struct LocalEvidence: Sendable {
    let exhibit: Int64
    /// The name of its first file.
    let name: String
    let files: [RegisteredFile]
    /// The folders in which it is looked for.
    let candidates: [String]
}

/// This host has not what was registered.
struct EvidenceAbsent: Error {
    let words: String
}

/// The readers of one coordinator: each has one exhibit open, and one request at a time. They are started as they are
/// needed, up to a limit, and another takes the place of one that dies.
actor EvidenceReaders {
    private let executable: String
    private let limit: Int
    private let logger: Logger
    private var idle: [Held] = []
    private var count = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var losses = ReaderLosses()
    private let births: AsyncStream<Birth>
    private let birth: AsyncStream<Birth>.Continuation

    /// How much private memory a reader may hold: 1 GiB, as an examiner.
    private static let memoryByteCount = 1 << 30
    /// So many readers may be killed from outside over one request before it is given up for now.
    private static let deathLimit = 8

    private struct Held: Sendable {
        let reader: EvidenceReader
        /// What it has open; nil for a new one.
        var opened: (exhibit: Int64, message: Caseload_V1_OpenedEvidence)?
    }

    private struct Birth: Sendable {
        let reader: EvidenceReader
        /// The process's end of the socket.
        let descriptor: Int32
    }

    init(executable: String, limit: Int, logger: Logger) {
        (self.executable, self.limit, self.logger) = (executable, limit, logger)
        (births, birth) = AsyncStream.makeStream()
    }

    /// Keeps the processes, until the task is cancelled; then they are gone.
    nonisolated func run() async {
        await withDiscardingTaskGroup { group in
            for await birth in births { group.addTask { await self.keep(birth) } }
            group.cancelAll()
        }
    }

    private nonisolated func keep(_ birth: Birth) async {
        let result = try? await Subprocess.run(
            .path(FilePath(executable)), arguments: ["reader", "\(Self.memoryByteCount)"],
            environment: .withoutDatabase,
            input: .fileDescriptor(FileDescriptor(rawValue: birth.descriptor), closeAfterSpawningProcess: true),
            output: .discarded, error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        birth.reader.ended(result.map { ExaminerEnd($0.terminationStatus) } ?? .dismissed)
    }

    /// Opens an exhibit's image.
    /// - Throws: `EvidenceAbsent`; `ReaderDeath` where readers are killed from outside again and again.
    func open(_ evidence: LocalEvidence) async throws -> Caseload_V1_OpenedEvidence {
        let opened = try await survivors { try await withReader(of: evidence) { _, opened in opened } }
        return opened
            ?? Caseload_V1_OpenedEvidence(
                EvidenceError(.parserCrashed, path: evidence.name, cause: "the program that opens the image dies of it")
            )
    }

    /// Reads a range of an exhibit's device.
    /// - Throws: as `open`.
    func read(
        _ range: ByteRange, readingUnacquired: Bool, of evidence: LocalEvidence
    ) async throws -> Caseload_V1_Block {
        if let lost = losses.range(at: range.offset, of: evidence.exhibit) {
            return .lost(lost, of: evidence, at: range)
        }
        var part = losses.spared(range, of: evidence.exhibit)
        let block = try await survivors {
            defer { part = ReaderLosses.narrowed(part) }
            return try await withReader(of: evidence) { [part] reader, opened in
                opened.hasError
                    ? .with { $0.error = opened.error }
                    : try await reader.read(part, readingUnacquired: readingUnacquired)
            }
        }
        if let block { return block }
        losses.lose(part, of: evidence.exhibit)
        return .lost(part, of: evidence, at: range)
    }

    /// Tries until a reader survives it.
    /// - Returns: nil when two have died of it.
    private func survivors<Answer>(_ attempt: () async throws -> Answer) async throws -> Answer? {
        var blamed = 0
        var deaths = 0
        while true {
            do { return try await attempt() } catch let death as ReaderDeath {
                logger.warning("A reader \(death.end.words); it is started again.")
                deaths += 1
                if !death.isForeign { blamed += 1 }
                if blamed == 2 { return nil }
                if deaths == Self.deathLimit { throw death }
            }
        }
    }

    private func withReader<Answer: Sendable>(
        of evidence: LocalEvidence,
        _ body: (EvidenceReader, Caseload_V1_OpenedEvidence) async throws -> Answer
    ) async throws -> Answer {
        var held = try await take(for: evidence.exhibit)
        do {
            let opened: Caseload_V1_OpenedEvidence
            if let open = held.opened, open.exhibit == evidence.exhibit {
                opened = open.message
            } else {
                held.opened = nil
                opened = try await held.reader.open(evidence)
                held.opened = (evidence.exhibit, opened)
            }
            let answer = try await body(held.reader, opened)
            give(back: held)
            return answer
        } catch {
            give(back: error is ReaderDeath ? nil : held)
            throw error
        }
    }

    /// One that has the exhibit open, or a new one, or whichever is idle longest; else waits.
    private func take(for exhibit: Int64) async throws -> Held {
        while true {
            if let place = idle.firstIndex(where: { $0.opened?.exhibit == exhibit }) { return idle.remove(at: place) }
            if count < limit { return try start() }
            if !idle.isEmpty { return idle.removeFirst() }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func start() throws -> Held {
        let (ours, theirs) = try MessageSocket.pair()
        count += 1
        let reader = EvidenceReader(descriptor: ours)
        birth.yield(Birth(reader: reader, descriptor: theirs))
        return Held(reader: reader, opened: nil)
    }

    /// - Parameter held: nil for one that has died.
    private func give(back held: Held?) {
        if let held { idle.append(held) } else { count -= 1 }
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
}

extension EvidenceReader {
    fileprivate func open(_ evidence: LocalEvidence) async throws -> Caseload_V1_OpenedEvidence {
        let search = try await Departure.unlessCancelled {
            EvidenceSearch(for: evidence.files, in: evidence.candidates)
        }
        guard let folder = search.folder else { throw EvidenceAbsent(words: search.words) }
        let descriptor = try Descriptors.openFolder(at: folder)
        defer { Descriptors.close(descriptor) }
        let opening = Caseload_V1_ReaderOpening.with {
            $0.folder = folder
            $0.name = evidence.name
            $0.files = evidence.files.map(Caseload_V1_FileIdentity.init)
        }
        let reply = try await ask(.with { $0.opening = opening }, passing: descriptor)
        switch reply.message.event {
        case .opened(let opened): return opened
        case .foreign(let error): throw EvidenceAbsent(words: "\(error.path): \(error.cause)")
        default: throw ReaderDeath(end: .nonsense)
        }
    }

    fileprivate func read(_ range: ByteRange, readingUnacquired: Bool) async throws -> Caseload_V1_Block {
        let request = Caseload_V1_LineRequest.with {
            $0.range = .init(range)
            $0.readsUnacquired = readingUnacquired
        }
        let reply = try await ask(.with { $0.range = request })
        guard case .range(let answer) = reply.message.event, reply.content.count <= range.byteCount else {
            throw ReaderDeath(end: .nonsense)
        }
        return .with {
            $0.content = Data(reply.content)
            if answer.hasError { $0.error = answer.error }
        }
    }
}

extension Caseload_V1_Block {
    /// What is said of bytes that kill whoever reads them.
    fileprivate static func lost(_ lost: ByteRange, of evidence: LocalEvidence, at range: ByteRange) -> Self {
        let error = EvidenceError(
            .parserCrashed, path: evidence.name, byteOffset: range.offset, byteCount: lost.end - range.offset,
            cause: "the program that reads the image for other hosts dies of what lies here")
        return .with { $0.error = .init(error) }
    }
}
