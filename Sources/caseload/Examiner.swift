import ArgumentParser
import Cluster

struct ExaminerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "examiner", abstract: "Parses evidence, shard by shard; started by a worker alone.",
        shouldDisplay: false)

    func run() throws {
        var examiner = ExaminerProcess()
        try examiner.run()
    }
}
