import ArgumentParser

struct HashSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hashset", abstract: "Imports, lists, shows and removes sets of known files.",
        subcommands: [HashSetImportCommand.self, HashSetList.self, HashSetShow.self, HashSetRemove.self])
}
