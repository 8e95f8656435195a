internal import CaseStore
internal import ClusterProtocol
internal import Evidence
internal import Findings
internal import GRPCCore
internal import Logging
internal import Shards
internal import SwiftProtobuf

extension CoordinationService {
    /// Opens an exhibit's image for a worker that holds a lease on it.
    func openEvidence(
        request: Caseload_V1_EvidenceRequest, context: ServerContext
    ) async throws -> Caseload_V1_OpenedEvidence {
        try admit(request.worker, context)
        if !request.refused.isEmpty {
            logger.warning(
                "A worker has other files where an exhibit should be: \(request.refused.prefix(2000))",
                metadata: ["worker": "\(request.worker)", "exhibit": "\(request.exhibit)"])
        }
        let evidence = try await evidence(request.exhibit, for: request.worker)
        return try await reading { try await $0.open(evidence) }
    }

    /// Reads a range of such an exhibit's device.
    func readEvidence(request: Caseload_V1_RangeRequest, context: ServerContext) async throws -> Caseload_V1_Block {
        try admit(request.worker, context)
        let range = request.range.decoded()
        guard range.offset >= 0, (1...Int64(ProtocolLimits.blockByteCount)).contains(range.byteCount),
            !range.offset.addingReportingOverflow(range.byteCount).overflow
        else {
            throw RPCError(code: .invalidArgument, message: "No range of \(range.byteCount) bytes is sent at once.")
        }
        let evidence = try await evidence(request.exhibit, for: request.worker)
        return try await reading {
            try await $0.read(range, readingUnacquired: request.readsUnacquired, of: evidence)
        }
    }

    private func reading<Answer>(_ body: (EvidenceReaders) async throws -> Answer) async throws -> Answer {
        guard let readers else {
            throw RPCError(code: .notFound, message: "This coordinator sends no evidence to other hosts.")
        }
        do { return try await body(readers) } catch let error as EvidenceAbsent {
            throw RPCError(code: .notFound, message: "The coordinator's host has not the evidence: \(error.words)")
        } catch let death as ReaderDeath {
            throw RPCError(code: .unavailable, message: "Each reader \(death.end.words).")
        }
    }

    /// - Throws: `permissionDenied` for a worker that holds no lease on the exhibit.
    private func evidence(_ exhibit: Int64, for worker: String) async throws -> LocalEvidence {
        if let known = access.with({ $0.evidence(exhibit, for: worker, at: .now) }) { return local(known) }
        var found: ExhibitRecord?
        if let number = Int32(exactly: exhibit) {
            found = try await answering { try await store.evidence(ExhibitID(number), heldBy: worker) }
        }
        guard let found else {
            let words = "The worker \(worker) holds no lease on exhibit \(exhibit)"
            // Once in a while: an exhibit that is examined anew has forgotten whoever was just reading it.
            if access.with({ $0.refusals.isNews(words, at: .now) }) {
                logger.warning("Sent no evidence: \(words).")
                try await doubt(worker, about: exhibit)
            }
            throw RPCError(code: .permissionDenied, message: "\(words).")
        }
        access.with { $0.admit(worker, to: found, at: .now) }
        return local(found)
    }

    /// Looks into a question that was refused: whoever held a lease before is late, whoever never did is not.
    private func doubt(_ worker: String, about exhibit: Int64) async throws {
        let isLate = try await answering {
            guard let number = Int32(exactly: exhibit) else { return false }
            return try await store.hasHeld(ExhibitID(number), worker)
        }
        guard !isLate else { return }
        let detail = "it asked for evidence of which it was never granted anything (exhibit \(exhibit))"
        try await note(.inventedLease, of: worker, detail: detail)
    }

    private func local(_ exhibit: ExhibitRecord) -> LocalEvidence {
        let parts = exhibit.path.split(separator: "/")
        return LocalEvidence(
            exhibit: Int64(exhibit.id.number), name: parts.last.map(String.init) ?? "",
            files: exhibit.files.map(RegisteredFile.init),
            candidates: options.evidenceRoots.candidates(for: "/" + parts.dropLast().joined(separator: "/")))
    }
}

extension RegisteredFile {
    init(_ file: ExhibitRegistration.ImageFile) {
        self.init(
            name: file.name, byteCount: file.byteCount, samples: file.samples.flatMap(Hexadecimal.bytes) ?? [])
    }
}
