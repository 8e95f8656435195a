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
