public import CaseStore
internal import ClusterProtocol
internal import Evidence
public import Findings
public import Shards
internal import SwiftProtobuf

/// An exhibit as it is registered: the files of its image are looked at from outside, and nothing of them is parsed.
public struct Registration: Hashable, Sendable {
    public let exhibit: ExhibitRegistration
    /// The first shard of its examination.
    public let survey: PlannedShard

    /// How the whole image is checked.
    public enum VerificationPolicy: String, Hashable, Sendable, CaseIterable {
        /// Against what the container stores and the investigator states.
        case stored
        case none
        /// The same, and all three digests are computed in any case.
        case all
    }

    /// - Parameters:
    ///   - path: the image's first file, absolute.
    ///   - reference: what the exhibit is called in its case; unique there.
    ///   - acquisition: digests that the investigator states of the whole device.
    ///   - hashSets: the SHA-256 of each index to match against.
    /// - Throws: `EvidenceError` when the image is missing, unreadable or empty.
    public init(
        path: String, reference: String, policy: VerificationPolicy, acquisition: [StoredDigest], hashSets: [[UInt8]]
    ) throws {
        let (folderPath, name) = Self.split(path)
        let folder = try ExhibitFolder(at: folderPath)
        let first = try folder.open(name)
        guard first.byteCount > 0 else {
            throw EvidenceError(.emptyImage, path: path, cause: "the file is empty: it has 0 bytes")
        }
        let registered = try Image.fileNames(ofImageNamed: name, in: folder).map { name in
            try RegisteredFile(of: try folder.open(name))
        }
        let files = registered.map { file in
            ExhibitRegistration.ImageFile(
                name: file.name, byteCount: file.byteCount, samples: Hexadecimal.text(file.samples))
        }
        exhibit = ExhibitRegistration(
            reference: reference, path: path, files: files,
            options: [
                "verify": policy.rawValue,
                "hash-sets": hashSets.map(Hexadecimal.text).sorted().joined(separator: " "),
            ],
            requestedDigests: acquisition)
        let assignment = Caseload_V1_Assignment.with { assignment in
            assignment.folder = folderPath
            assignment.name = name
            assignment.hashSets = hashSets.map { .init($0) }
            assignment.files = registered.map(Caseload_V1_FileIdentity.init)
            assignment.survey.policy = .init(policy)
            assignment.survey.acquisition = acquisition.map(Caseload_V1_StoredDigest.init)
        }
        survey = try Planner.survey(assignment)
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

}

extension Caseload_V1_VerificationPolicy {
    fileprivate init(_ policy: Registration.VerificationPolicy) {
        switch policy {
        case .stored: self = .stored
        case .none: self = .none
        case .all: self = .all
        }
    }
}
