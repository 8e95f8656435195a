import ArgumentParser
import Cluster

struct ReaderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader", abstract: "Reads images for workers on other hosts; started by a coordinator alone.",
        shouldDisplay: false)

    @Argument(help: "How much memory it may hold, in bytes.") var memory: Int

    func run() throws {
        var reader = ReaderProcess(memoryByteCount: memory)
        try reader.run()
    }
}
