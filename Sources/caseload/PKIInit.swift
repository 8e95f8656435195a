import ArgumentParser
import Authority
import Foundation

struct PKIInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Makes an authority.")

    @OptionGroup var authority: AuthorityOptions
    @Option(help: "What its certificates name as their issuer.") var name = "Caseload authority"
    @OptionGroup var span: SpanOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        let (from, to) = span.span(defaultDays: 3650)
        let made = try Authority(making: authority.folder, named: name, from: from, to: to)
        try output.show(try Inspection(of: made.certificatePath, at: Date()))
        StandardError.say(
            "Keep \(authority.folder) off the network, and a copy of it: whoever has its key lets anybody in.")
    }
}
