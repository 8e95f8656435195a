internal import ArgumentParser
internal import Foundation

@main
struct ExaminationBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets Caseload and its peers examine the same disk in turn, and prints what each has cost.")

    @Argument(help: "The folder that Disk/make_disk.py has made the disk in.", transform: URL.init(fileURLWithPath:))
    var disk: URL

    @Option(help: "The program to measure; without it the peers run alone.")
    var program: String?

    @Option(help: "How many times each takes its turn.")
    var rounds = 3

    @Option(help: "How many workers Caseload starts.")
    var workers = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "An existing folder to work in.", transform: URL.init(fileURLWithPath:))
    var scratch: URL

    @Option(help: "Where the results go as JSON.", transform: URL.init(fileURLWithPath:))
    var json: URL?

    func run() throws {
        let disk = try Disk(in: disk)
        var contestants = [Contestant.recoverAndHash(deleted: false), .recoverAndHash(deleted: true), .loadDatabase]
        if let program { contestants.insert(.caseload(program: program, workers: workers), at: 0) }
        try disk.warm()
        let results = try Tournament(disk: disk, contestants: contestants, scratch: scratch).play(rounds: rounds)
        let report = Report(disk: disk.about, machine: .current, rounds: rounds, results: results)
        print(report.table)
        if let json { try report.json.write(to: json) }
    }
}
