import ArgumentParser
import Authority
import Foundation

struct PKIRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Takes certificates back: one by its serial number, or all of a name.",
        discussion: "It takes effect where the new revocation list is copied to: into the folder of every member.")

    @Argument(help: .init("A serial number or a name, as `caseload pki list` shows them.", valueName: "subject"))
    var subject: String
    @Option(help: "What the bearer is, where a name was given to two roles.") var role: MemberRole?
    @Option(help: "Why.") var reason: RevocationList.Reason = .unspecified
    @OptionGroup var authority: AuthorityOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        var open = try Authority(opening: authority.folder)
        let revoked = try open.revoke(subject, as: role, at: Date.wholeSecond, for: reason)
        try await output.list(revoked.map { IssuedRecord($0) }, none: "Nothing was revoked.")
        StandardError.say("Copy \(open.revocationPath) into the folder of every member.")
    }
}
