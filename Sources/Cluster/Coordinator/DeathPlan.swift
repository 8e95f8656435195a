internal import ClusterProtocol
internal import Findings
internal import Shards
internal import SwiftProtobuf

/// What takes the place of a shard that an examiner died of: smaller shards, the same one told to leave something out,
/// or, in the end, a failure finding. Pure, like the rules of `Shard` that choose between them.
struct DeathPlan {
    /// Smaller shards, at least two; none when the shard cannot be split.
    var replacements: [PlannedShard] = []
    /// What lands if the shard is given up.
    var failure = ShardFindings()
    /// What the shard's next examiner is told instead, so that it goes round what killed the others.
    var specification: [UInt8]?

    /// A walk goes round at most this many addresses that kill examiners before the volume itself is given up.
    static let skipLimit = 32

    init(after death: Caseload_V1_Death, of assignment: Caseload_V1_Assignment) throws {
        switch assignment.work {
        case .survey:
            let words = "it looked for the image's format, partitions and file systems"
            failure.failures = [Self.failure(of: .image, at: .survey, after: death, while: words)]
        case .verification(let work): try abandon(work, after: death)
        case .walk(let work): try goRound(work, after: death, of: assignment)
        case .contents(let work): try split(work, after: death, of: assignment)
        case nil: throw ProtocolError("a shard without work")
        }
    }

    private mutating func abandon(_ work: Caseload_V1_VerificationWork, after death: Caseload_V1_Death) throws {
        let words = "it read the whole image to verify it"
        failure.failures = [Self.failure(of: .image, at: .verification, after: death, while: words)]
        failure.verifications = try work.stored.map { Verification(stored: try $0.decoded(), computed: nil) }
    }

    /// The detour leaves out the address at fault; the walk then reports it as a failure of its own.
    private mutating func goRound(
        _ work: Caseload_V1_WalkWork, after death: Caseload_V1_Death, of assignment: Caseload_V1_Assignment
    ) throws {
        let volume = try work.volume.decoded()
        failure.volume = volume.index
        let words = "it listed the files of this \(Self.fileSystem(of: work.volume))"
        failure.failures = [Self.failure(of: .volume, at: .walk, after: death, while: words, volume: volume)]
        guard death.hasAddress, !work.skipped.contains(death.address),
            work.skipped.count < Self.skipLimit
        else { return }
        var next = work
        next.skipped.append(death.address)
        specification = try Planner(assignment: assignment).specification(.walk(next))
    }

    /// What the examiner was at becomes a shard of its own; where it did not say, the shard is halved.
    private mutating func split(
        _ work: Caseload_V1_ContentsWork, after death: Caseload_V1_Death, of assignment: Caseload_V1_Assignment
    ) throws {
        let planner = Planner(assignment: assignment)
        let parts = Self.parts(of: work.items, suspect: death.hasOrdinal ? death.ordinal : nil)
        replacements = try (parts.count > 1 ? parts : []).map { items in
            var part = work
            part.items = items
            return PlannedShard(
                kind: .contents, volume: work.volume.index, priority: Self.priorityOfRetries,
                position: items.first?.runs.first?.offset ?? 0,
                byteCount: items.reduce(0) { $0.addingClamped($1.byteCount) },
                specification: try planner.specification(.contents(part)))
        }
        failure.volume = work.volume.index
        failure.contents = work.items.map { Content(ordinal: $0.ordinal, state: .failed) }
        failure.failures = work.items.map { item in
            let way =
                item.hasParser ? "through the parser of its \(Self.fileSystem(of: work.volume))" : "from the device"
            var failure = Self.failure(
                of: .item, at: .content, after: death, while: "it read the content of this item \(way)")
            (failure.volume, failure.ordinal) = (work.volume.index, item.ordinal)
            return failure
        }
    }

    /// Retries wait until all that is sound has been examined.
    private static let priorityOfRetries: Int16 = 100

    static func parts(
        of items: [Caseload_V1_ItemToRead], suspect: Int64?
    ) -> [[Caseload_V1_ItemToRead]] {
        if let index = items.firstIndex(where: { $0.ordinal == suspect }) {
            return [Array(items[..<index]), [items[index]], Array(items[(index + 1)...])].filter { !$0.isEmpty }
        }
        let middle = items.count / 2
        return [Array(items[..<middle]), Array(items[middle...])].filter { !$0.isEmpty }
    }

    private static func fileSystem(of volume: Caseload_V1_Volume) -> String {
        volume.hasFileSystem ? "\(volume.fileSystem) file system" : "file system"
    }

    /// - Parameter doing: what the examiner was doing, as part of a sentence about it.
    private static func failure(
        of scope: Failure.Scope, at stage: Failure.Stage, after death: Caseload_V1_Death, while doing: String,
        volume: Volume? = nil
    ) -> Failure {
        Failure(
            scope: scope, volume: volume?.index, address: death.hasAddress ? death.address : nil,
            path: death.hasPath ? [UInt8](death.path) : nil, range: volume?.range, stage: stage, reason: death.reason,
            detail: "\(death.detail) while \(doing). What it read may be damaged or made to harm; the rest of the "
                + "exhibit was examined without it.")
    }
}

extension Caseload_V1_Death {
    var reason: Failure.Reason {
        switch cause {
        case .memory: .memoryLimit
        case .time: .timeLimit
        case .signal, .exit, .foreign, .unspecified, .UNRECOGNIZED: .parserCrashed
        }
    }
}
