import ArgumentParser

struct ExhibitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exhibit", abstract: "Adds exhibits, and says how far and how completely they were examined.",
        subcommands: [
            ExhibitAdd.self, ExhibitList.self, ExhibitStatusCommand.self, ExhibitVolumes.self, ExhibitCoverage.self,
            ExhibitDigest.self, ExhibitVerify.self, ExhibitMethod.self,
        ])
}
