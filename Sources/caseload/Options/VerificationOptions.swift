import ArgumentParser
import Cluster
import Findings

/// How a whole image is checked.
struct VerificationOptions: ParsableArguments {
    @Option(
        help: .init(
            """
            How the whole image is checked: stored (against what the image itself stores), none, all (MD5, SHA-1 and \
            SHA-256 are computed in any case), or an acquisition hash as md5:HEX, sha1:HEX or sha256:HEX; may be \
            repeated.
            """, valueName: "policy|hash"))
    var verify: [VerifyArgument] = []

    func validate() throws {
        let policies = Set(verify.compactMap(\.policy))
        guard policies.count <= 1 else {
            throw ValidationError(
                "--verify takes one of \(policies.map(\.rawValue).sorted().joined(separator: " and ")).")
        }
        guard policies != [.none] || acquisition.isEmpty else {
            throw ValidationError("--verify none would leave the acquisition hash unverified: leave one of them out.")
        }
    }

    var policy: Registration.VerificationPolicy { verify.compactMap(\.policy).last ?? .stored }
    /// What the investigator states.
    var acquisition: [StoredDigest] { verify.compactMap(\.digest) }
}

/// A policy, or an acquisition hash.
struct VerifyArgument: ExpressibleByArgument {
    let policy: Registration.VerificationPolicy?
    let digest: StoredDigest?

    init?(argument: String) {
        policy = Registration.VerificationPolicy(rawValue: argument)
        digest = StoredDigest(statedByInvestigator: argument)
        if policy == nil && digest == nil { return nil }
    }
}

extension StoredDigest {
    /// `sha256:` and 64 hexadecimal digits, and likewise for `md5` and `sha1`.
    fileprivate init?(statedByInvestigator text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let algorithm = DigestAlgorithm(rawValue: parts[0].lowercased()),
            let value = Hexadecimal.bytes(parts[1]), value.count == algorithm.byteCount
        else { return nil }
        self.init(algorithm: algorithm, value: value, origin: StoredDigest.investigator)
    }
}
