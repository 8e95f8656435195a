import CaseStore
import Findings

extension ExhibitRecord {
    private var statedHashes: [StoredDigest] { requestedDigests + (image?.storedDigests ?? []) }

    /// Why there is no digest to show.
    var reasonForNoVerification: String {
        if state != .done { return "Nothing has been verified yet: the exhibit has not been examined to its end." }
        return statedHashes.isEmpty
            ? "Nothing was verified: neither the image nor the investigator states a hash."
            : "Nothing was verified, although hashes are stated: the exhibit was examined with --verify none."
    }

    /// Whether a hash is stated, or may be, that was not held against the content.
    func hasUncheckedHashes(verified count: Int) -> Bool { state != .done || count < statedHashes.count }
}
