import ArgumentParser
import Authority
import Foundation

struct PKIRenew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Issues a new certificate, with a new key, in the place of a name's newest.",
        discussion:
            "Copied over the old folder on its host, it is picked up without a restart. The old one stays valid.")

    @Argument(help: "The bearer's name.") var name: String
    @Option(help: "What the bearer is, where a name was given to two roles.") var role: MemberRole?
    @Option(help: .init("The folder to write; by default the bearer's name.", valueName: "dir"), completion: .directory)
    var out: String?
    @OptionGroup var authority: AuthorityOptions
    @OptionGroup var span: SpanOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        var open = try Authority(opening: authority.folder)
        let (from, to) = span.span(defaultDays: 365)
        let credentials = Credentials(in: out ?? name)
        _ = try open.renew(name, as: role, from: from, to: to, into: credentials)
        try output.show(try Inspection(of: credentials.folder, at: Date()))
    }
}
