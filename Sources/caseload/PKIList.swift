import ArgumentParser
import Authority

struct PKIList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists what an authority has issued and revoked.")

    @OptionGroup var authority: AuthorityOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        let entries = try Authority(opening: authority.folder).register.entries
        try await output.list(entries.map { IssuedRecord($0) }, none: "No certificates.")
    }
}
