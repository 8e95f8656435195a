internal import ClusterProtocol
internal import Evidence
internal import Findings
internal import Processes

/// The image that an examiner has open: shards of one exhibit mostly follow each other.
struct OpenExhibits {
    private var open: (exhibit: Int64, image: Image)?

    /// - Parameter folder: the exhibit's folder, opened by the worker; taken over.
    /// - Throws: when the image cannot be opened, or is no longer the one that was registered.
    mutating func image(
        of assignment: Caseload_V1_Assignment, folder descriptor: Int32?
    ) throws(EvidenceError) -> Image {
        if let open, open.exhibit == assignment.exhibit {
            if let descriptor { Descriptors.close(descriptor) }
            return open.image
        }
        open = nil
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
        let image = try Image(named: assignment.name, in: folder)
        open = (assignment.exhibit, image)
        return image
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
