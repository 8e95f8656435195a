import ArgumentParser

struct PKICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pki",
        abstract: "Keeps a lab's own certificate authority: who may be a coordinator, a worker, a person.",
        discussion: """
            The authority is a folder on a machine that need not be on any network. Each member gets a folder of its own \
            from it, to be carried to its host; docs/certificates.md has the whole way.
            """,
        subcommands: [PKIInit.self, PKIIssue.self, PKIRenew.self, PKIRevoke.self, PKIList.self, PKIInspect.self])
}
