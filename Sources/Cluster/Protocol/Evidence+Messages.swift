internal import ClusterProtocol
internal import Evidence
internal import Findings
internal import struct Foundation.Data
internal import SwiftProtobuf

// What travels where evidence is read from another host.

extension Caseload_V1_EvidenceError {
    init(_ error: EvidenceError) {
        self.init()
        reason = error.reason.rawValue
        path = error.path
        if let byteOffset = error.byteOffset { offset = byteOffset }
        if let byteCount = error.byteCount { self.byteCount = byteCount }
        cause = error.cause
    }

    func decoded() throws(ProtocolError) -> EvidenceError {
        EvidenceError(
            try word(reason), path: path, byteOffset: hasOffset ? offset : nil,
            byteCount: hasByteCount ? byteCount : nil, cause: cause)
    }
}

extension Caseload_V1_OpenedEvidence {
    init(_ opening: ImageOpening) {
        self.init()
        image = .init(opening.description)
        unreadable = opening.unreadable.map(Caseload_V1_Failure.init)
        path = opening.path
    }

    init(_ error: EvidenceError) {
        self.init()
        self.error = .init(error)
    }

    /// The image, or why it cannot be opened.
    func decoded() throws(ProtocolError) -> Result<ImageOpening, EvidenceError> {
        if hasError { return .failure(try error.decoded()) }
        var failures: [Failure] = []
        for failure in unreadable { failures.append(try failure.decoded()) }
        let description = try image.decoded()
        guard description.byteCount >= 0, description.sectorSize > 0 else {
            throw ProtocolError("an image of \(description.byteCount) bytes")
        }
        return .success(ImageOpening(description: description, unreadable: failures, path: path))
    }
}

extension Caseload_V1_FileIdentity {
    init(_ file: RegisteredFile) {
        self.init()
        name = file.name
        byteCount = file.byteCount
        samples = Data(file.samples)
    }

    func decoded() -> RegisteredFile { RegisteredFile(name: name, byteCount: byteCount, samples: [UInt8](samples)) }
}
