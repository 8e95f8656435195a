internal import ClusterProtocol
internal import struct Foundation.Data
internal import Processes
internal import SwiftProtobuf

extension Flight.Shard {
    /// - Parameters:
    ///   - note: the last note of the examiner's flight recorder; it counts if it is about this shard.
    ///   - worker: whose examiner it was.
    func death(_ end: ExaminerEnd, at note: FlightRecorder.Note?, of worker: String) -> Caseload_V1_Death {
        .with {
            $0.worker = worker
            $0.lease = held
            $0.cause = end.cause
            $0.code = end.code
            if let note, note.shard == held.shard {
                if let ordinal = note.ordinal { $0.ordinal = ordinal }
                if !note.address.isEmpty { $0.address = note.address }
                if !note.path.isEmpty { $0.path = Data(note.path) }
            }
            $0.detail = "The examiner \(end.words)"
        }
    }
}
