import ArgumentParser
import Cluster

struct ExaminerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "examiner", abstract: "Parses evidence, shard by shard; started by a worker alone.",
        shouldDisplay: false)

    @Argument(help: "How much memory it may hold, in bytes.") var memory: Int

    func run() throws {
        var examiner = ExaminerProcess(memoryByteCount: memory)
        try examiner.run()
    }
}
