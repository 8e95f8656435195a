import ArgumentParser
import Authority
import Foundation

struct PKIIssue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Issues a certificate, and writes the folder that its bearer needs.")

    @Argument(help: "What the bearer may be: coordinator, worker or person.") var role: MemberRole
    @Argument(help: "The bearer's name; for a person, the role in PostgreSQL.") var name: String
    @Option(
        help: .init(
            "Under what others reach a coordinator: a DNS name or an IP address; repeatable.", valueName: "host"))
    var host: [HostName] = []
    @Option(help: .init("The folder to write; by default the bearer's name.", valueName: "dir"), completion: .directory)
    var out: String?
    @OptionGroup var authority: AuthorityOptions
    @OptionGroup var span: SpanOptions
    @OptionGroup var output: FormatOptions

    func validate() throws {
        guard role != .coordinator || !host.isEmpty else {
            throw ValidationError("Workers must know under what they reach a coordinator: give it at least one --host.")
        }
    }

    func run() async throws {
        var open = try Authority(opening: authority.folder)
        let (from, to) = span.span(defaultDays: 365)
        let credentials = Credentials(in: out ?? name)
        _ = try open.issue(
            to: try Member(role, named: name), hosts: host, from: from, to: to, into: credentials)
        try output.show(try Inspection(of: credentials.folder, at: Date()))
    }
}
