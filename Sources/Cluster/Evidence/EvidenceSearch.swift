internal import Evidence
internal import Findings

/// What has come of looking for an exhibit on this host.
struct EvidenceSearch: Sendable {
    /// The folder that has the files that were registered; nil where there is none.
    private(set) var folder: String?
    /// What lies in their place and is something else, in words.
    private(set) var refused: [String] = []
    /// Why nothing could be opened, in the system's words.
    private(set) var missing: String?

    /// Looks into each folder. To be called on a thread that may block: it may lie on another host.
    init(for files: [RegisteredFile], in candidates: [String]) {
        for candidate in candidates {
            do throws(EvidenceError) {
                try ExhibitFolder(at: candidate).check(files)
                folder = candidate
                return
            } catch {
                if error.reason == .imageChanged { refused.append("\(error.path): \(error.cause)") }
                missing = missing ?? "\(error.path): \(error.cause)"
            }
        }
    }

    /// Why it is not here, in a sentence.
    var words: String {
        refused.isEmpty
            ? missing ?? "no folder of this host may have it" : refused.joined(separator: "; ")
    }
}
