import ArgumentParser
import CaseStore
import Findings
import Reporting

struct ExhibitVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Says whether an exhibit's image agrees with its acquisition hashes.",
        discussion: """
            It shows what the examination computed. To compute again: caseload examine --anew --verify all.
            """)

    @OptionGroup var exhibitArguments: ExhibitArguments
    @Flag(help: "Exit with 2 unless every stored hash matches.") var strict = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let exhibit = try await exhibitArguments.exhibit(in: open.store)
            let records = try await open.store.verifications(of: exhibit.id)
                .map { VerificationRecord(exhibit: exhibit, verification: $0) }
            try await output.list(records, none: exhibit.reasonForNoVerification)
            if !records.isEmpty { exhibit.remarkUnlessDone() }
            if strict && (records.contains(where: \.isFailure) || exhibit.hasUncheckedHashes(verified: records.count)) {
                throw ExitCode(ExitStatus.doneWithFailures.rawValue)
            }
        }
    }
}

extension ExhibitRecord {
    private var statedHashes: [StoredDigest] { requestedDigests + (image?.storedDigests ?? []) }

    /// Why there is no digest to show.
    fileprivate var reasonForNoVerification: String {
        if state != .done { return "Nothing has been verified yet: the exhibit has not been examined to its end." }
        return statedHashes.isEmpty
            ? "Nothing was verified: neither the image nor the investigator states a hash."
            : "Nothing was verified, although hashes are stated: the exhibit was examined with --verify none."
    }

    /// Whether a hash is stated, or may be, that was not held against the content.
    fileprivate func hasUncheckedHashes(verified count: Int) -> Bool { state != .done || count < statedHashes.count }
}
