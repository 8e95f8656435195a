internal import CaseStore
internal import Findings

/// An exhibit was examined with other options than those that are asked for now.
public struct ExaminedOtherwise: Error, Hashable, CustomStringConvertible {
    public let caseReference: String
    public let reference: String
    /// In what the two differ, as words behind "was registered".
    public let differences: [String]
    /// Whether anything of it has been examined.
    public let isBegun: Bool

    /// nil when they agree.
    init?(_ known: ExhibitRecord, than asked: ExhibitRegistration, of hashSets: [HashSetRecord]) {
        (caseReference, reference, isBegun) = (known.caseReference, known.reference, known.state != .registered)
        let (then, now) = (Self.hashSets(in: known.options), Self.hashSets(in: asked.options))
        func names(_ sets: Set<String>) -> String {
            let names = hashSets.filter { sets.contains(Hexadecimal.text($0.sha256)) }.map(\.name).sorted()
            return names.isEmpty ? "hash sets that are gone" : names.joined(separator: ", ")
        }
        var differences: [String] = []
        if !now.isSubset(of: then) { differences.append("without \(names(now.subtracting(then)))") }
        if !then.isSubset(of: now) { differences.append("with \(names(then.subtracting(now)))") }
        if known.options["verify"] != asked.options["verify"] {
            differences.append("with --verify \(known.options["verify"] ?? "stored")")
        }
        if known.requestedDigests != asked.requestedDigests {
            differences.append("with \(known.requestedDigests.isEmpty ? "no" : "another") acquisition hash")
        }
        if differences.isEmpty { return nil }
        self.differences = differences
    }

    private static func hashSets(in options: [String: String]) -> Set<String> {
        Set((options["hash-sets"] ?? "").split(separator: " ").map(String.init))
    }

    public var description: String {
        let hits = ["caseload", "hits", caseReference, "--exhibit", reference].map(ShellWord.quoted)
            .joined(separator: " ")
        return "Exhibit \(reference) was registered \(differences.joined(separator: " and ")). "
            + (isBegun
                ? "Add --anew to examine it again as it is asked for now; what was found is listed by `\(hits)`."
                : "Add --anew to examine it as it is asked for now; nothing of it has been examined yet.")
    }
}
