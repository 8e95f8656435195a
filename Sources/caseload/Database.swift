import ArgumentParser

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database", abstract: "Makes, upgrades and checks the database.",
        subcommands: [DatabaseCreate.self, DatabaseMigrate.self, DatabaseCheck.self])
}
