internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import Processes
internal import SwiftProtobuf

/// Lines that are to be served for as long as one examiner lives.
struct EvidenceLines: Sendable {
    let lines: AsyncStream<EvidenceLine>
    private let source: AsyncStream<EvidenceLine>.Continuation

    init() { (lines, source) = AsyncStream.makeStream() }

    func add(_ line: EvidenceLine) { source.yield(line) }
}

extension ExaminerSession {
    /// What an examiner is told of a shard, and the descriptor that goes with it: the exhibit's folder, or a line over which
    /// its bytes come; negative where the folder cannot be opened, which is the examiner's to report.
    func message(for grant: Caseload_V1_Grant) throws -> (Caseload_V1_ToExaminer, descriptor: Int32) {
        var message = Caseload_V1_ToExaminer.with {
            $0.shard = grant.shard
            $0.fence = grant.fence
            $0.assignment = grant.assignment
            $0.hashSetFolder = worker.hashSetFolder
        }
        switch worker.evidence?.place(of: grant.assignment.exhibit) {
        case .streamed(let opened):
            message.streamed = opened
            let (ours, theirs) = try MessageSocket.pair()
            lines.add(EvidenceLine(of: grant.assignment.exhibit, on: ours, for: worker, flight: flight))
            return (message, theirs)
        case .folder(let folder): message.assignment.folder = folder
        case nil: break
        }
        return (message, (try? Descriptors.openFolder(at: message.assignment.folder)) ?? -1)
    }

    /// Serves the examiner's lines until one cannot be served any more.
    /// - Returns: why the examiner must end; nil where the task was cancelled.
    func serveLines() async -> ExaminerEnd {
        do {
            try await withThrowingDiscardingTaskGroup { group in
                for await line in lines.lines { group.addTask { try await line.serve() } }
            }
        } catch let error as Nonsense {
            worker.logger.error("An examiner asked for nonsense: \(error.cause)")
            return .nonsense
        } catch let error as RPCError where error.code == .notFound && !Task.isCancelled {
            if let held = flight.with({ $0.shards.first }) {
                let obstruction = Obstruction("The evidence cannot be read any more. \(error.message)")
                try? await worker.report(obstruction, to: held.held, of: held.assignment.exhibit)
            }
        } catch  where !Task.isCancelled {
            worker.logger.warning("An examiner was dismissed: its evidence does not come (\(error)).")
        } catch {}
        return .dismissed
    }
}
