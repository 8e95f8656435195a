internal import ClusterProtocol
internal import Findings

extension Flight.Shard {
    /// Holds a batch against what the examiner was asked, as the coordinator will: a worker vouches for its examiners, so
    /// that what a disk makes one of them say is never taken for the worker's own word.
    /// - Returns: what has been handed in of the shard with this batch.
    func admit(_ batch: Caseload_V1_Batch) throws(Nonsense) -> Admission.Landed {
        guard batch.sequence == handedIn.batches else {
            throw Nonsense(cause: "batch \(batch.sequence) came instead of \(handedIn.batches)")
        }
        do throws(ProtocolError) {
            let findings = try batch.findings.decoded()
            try Admission(to: assignment, after: handedIn).admit(findings, completes: batch.completes)
            return Admission.Landed(
                batches: handedIn.batches &+ 1, items: handedIn.items.addingClamped(Int64(findings.items.count)),
                failures: handedIn.failures.addingClamped(Int64(findings.failures.count)))
        } catch {
            throw Nonsense(cause: error.cause)
        }
    }
}
