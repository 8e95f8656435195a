import ArgumentParser
import CaseStore
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
            try await output.list(
                records, none: "Nothing was verified: neither the image nor the investigator states a hash.")
            if strict && records.contains(where: \.isFailure) {
                throw ExitCode(ExitStatus.doneWithFailures.rawValue)
            }
        }
    }
}
