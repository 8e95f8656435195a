import ArgumentParser

struct ItemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "item", abstract: "Shows single items.", subcommands: [ItemShow.self])
}
