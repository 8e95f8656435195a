import ArgumentParser
import PrivateStore

struct KeeperCommand: Role {
    static let configuration = CommandConfiguration(
        commandName: "keeper",
        abstract: "Keeps a private PostgreSQL while it is used; started by other commands alone.",
        shouldDisplay: false)

    @Option(help: "The data folder.") var data: String

    func run() async throws {
        throw ExitCode(await PrivateStore.Keeper.run(dataFolder: data))
    }
}
