internal import ClusterProtocol
internal import Evidence
internal import Findings
internal import Processes

/// The image that an examiner has open: shards of one exhibit mostly follow each other.
struct OpenExhibits {
    private var open: (exhibit: Int64, image: Image)?

    /// - Parameter folder: the exhibit's folder, opened by the worker, or the line over which its bytes come; taken over.
    /// - Throws: when the image cannot be opened, or is no longer the one that was registered.
    mutating func image(
        of message: Caseload_V1_ToExaminer, folder descriptor: Int32?
    ) throws(EvidenceError) -> Image {
        let assignment = message.assignment
        if let open, open.exhibit == assignment.exhibit {
            if let descriptor { Descriptors.close(descriptor) }
            return open.image
        }
        open = nil
        let image =
            if message.hasStreamed { try Self.image(message.streamed, over: descriptor) } else {
                try Self.image(of: assignment, in: descriptor)
            }
        open = (assignment.exhibit, image)
        return image
    }

    private static func image(
        _ opened: Caseload_V1_OpenedEvidence, over descriptor: Int32?
    ) throws(EvidenceError) -> Image {
        let line = descriptor.map { WorkerLine(descriptor: $0) }
        do {
            let opening = try opened.decoded().get()
            guard let line else { throw ProtocolError("evidence without a line") }
            return Image(opening, over: line)
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw EvidenceError(.unreadable, path: opened.path, cause: "\(error)")
        }
    }

    private static func image(
        of assignment: Caseload_V1_Assignment, in descriptor: Int32?
    ) throws(EvidenceError) -> Image {
        let folder =
            if let descriptor { ExhibitFolder(descriptor: descriptor, path: assignment.folder) } else {
                try ExhibitFolder(at: assignment.folder)
            }
        for file in assignment.files {
            let size = try folder.open(file.name).byteCount
            guard size == file.byteCount else {
                throw EvidenceError(
                    .imageChanged, path: "\(assignment.folder)/\(file.name)",
                    cause: "it had \(file.byteCount) bytes when it was registered and has \(size) now")
            }
        }
        return try Image(named: assignment.name, in: folder)
    }
}

extension Caseload_V1_Assignment {
    /// What is found where not even the image can be opened: nothing, by name.
    func findings(ofUnopened error: EvidenceError) throws(ProtocolError) -> ShardFindings {
        var findings = ShardFindings()
        switch work {
        case .survey:
            findings.failures = [error.failure(scope: .image, stage: .survey)]
        case .walk(let work):
            findings.volume = work.volume.index
            findings.failures = [error.failure(scope: .volume, volume: work.volume.index, stage: .walk)]
        case .contents(let work):
            findings.volume = work.volume.index
            findings.contents = work.items.map { Content(ordinal: $0.ordinal, state: .failed) }
            findings.failures = work.items.map { item in
                var failure = error.failure(scope: .item, volume: work.volume.index, stage: .content)
                failure.ordinal = item.ordinal
                return failure
            }
        case .verification(let work):
            for stored in work.stored {
                findings.verifications.append(Verification(stored: try stored.decoded(), computed: nil))
            }
            findings.failures = [error.failure(scope: .image, stage: .verification)]
        case nil: break
        }
        return findings
    }
}
