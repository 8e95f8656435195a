internal import ClusterProtocol
internal import Digests
internal import Evidence
internal import Examination
internal import Findings
internal import Processes
internal import SwiftProtobuf

/// The child process that parses evidence: one shard at a time, given to it over a socket that it finds as its standard
/// input; its standard output is its flight recorder. It has no network, no database, no program to start and no file to
/// write to; what a suspect put on a disk can end it, and nothing else.
public struct ExaminerProcess {
    private let channel: ExaminerChannel
    private var exhibits = OpenExhibits()
    private var hashSets = OpenHashSets()

    private let memoryByteCount: Int

    /// - Parameter memoryByteCount: how much private memory its worker lets it hold, in bytes.
    public init(memoryByteCount: Int) {
        channel = ExaminerChannel(MessageSocket(descriptor: 0))
        self.memoryByteCount = memoryByteCount
    }

    /// Examines until the worker closes its end.
    /// - Throws: when the digests fail on their known answers, or the worker breaks the protocol.
    public mutating func run() throws {
        try Confinement.renounce()
        Lifeline.endWithPeer(of: 0)
        try selfTest()
        let record = try FlightRecord(on: 1)
        try Confinement.limitMemory(for: memoryByteCount)
        try Confinement.confine()
        try channel.send(.with { $0.ready.method = ExaminationMethod.ofThisProcess })
        while let (message, folder) = try channel.receive() {
            let report = ShardReport(shard: message.shard, over: channel, noting: record)
            try examine(message, folder: folder, reporting: report)
        }
    }

    private mutating func examine(
        _ message: Caseload_V1_ToExaminer, folder: Int32?, reporting report: ShardReport
    ) throws {
        let assignment = message.assignment
        let image: Image
        do {
            image = try exhibits.image(of: message, folder: folder)
        } catch {
            return try report.found(assignment.findings(ofUnopened: error), completes: true)
        }
        let indexes = try hashSets.open(assignment.hashSets.map { [UInt8]($0) }, in: message.hashSetFolder)
        switch assignment.work {
        case .survey: try SurveyExamination(of: image).run(reporting: report)
        case .walk(let work):
            try WalkExamination(of: try work.volume.decoded(), on: image, matching: indexes)
                .run(skipping: Set(work.skipped), reporting: report)
        case .contents(let work):
            let examiner = ContentExaminer(of: try work.volume.decoded(), on: image, matching: indexes)
            let items = try work.items.map { try $0.decoded() }
            try report.found(try examiner.examine(items, reporting: report), completes: true)
        case .verification(let work):
            let stored = try work.stored.map { try $0.decoded() }
            try report.found(try ImageVerifier(of: image).verify(stored, reporting: report), completes: true)
        case nil: throw ProtocolError("an assignment without work")
        }
    }
}
