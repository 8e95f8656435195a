internal import ArgumentParser
internal import Foundation

@main
struct ClusterBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets the real coordinator and PostgreSQL serve simulated workers, and prints what they can.",
        discussion: """
            Simulated workers speak the real protocol over connections of their own, replay recorded findings and sleep \
            as long as examining would take. They share the machine with what is measured.
            """)

    @Option(help: "The program to measure.") var program: String
    @Option(help: "An existing folder to work in.", transform: URL.init(fileURLWithPath:)) var scratch: URL
    @Option(help: "How many workers ask for work.") var workers = 500
    @Option(help: "How many workers only send heartbeats.") var idle = 1000
    @Option(help: "How long each part lasts, in seconds.") var seconds = 20
    @Option(help: "How long a simulated worker examines one shard, in milliseconds.") var examining = 400
    @Option(help: "How many shards a worker takes at most at once.") var limit: Int32 = 16
    @Option(help: "Which protocol the workers say they speak.") var protocolVersion: Int32 = 1

    func run() async throws {
        let lab = try await Lab(in: scratch, program: program)
        defer { lab.end() }
        try await fill(lab)
        try await grants(of: lab)
        try await rows(of: lab)
        try await heartbeats(of: lab)
    }

    /// Walks the exhibits: the queue is full then.
    private func fill(_ lab: Lab) async throws {
        try lab.register(4, in: "queue")
        let begun = ContinuousClock.now
        let walker = try SimulatedWorker("walker", of: lab)
        let tally = try await walker.connected(protocolVersion: protocolVersion) { walker in
            var tally = SimulatedWorker.Tally()
            // A survey and a walk for each exhibit; what they plan is left to the others.
            while tally.landSeconds.count < 4 * (1 + Recording().batchCount) {
                tally += try await walker.work(
                    until: .now + .milliseconds(1), limit: 1, examining: .zero, replaying: Recording())
            }
            return tally
        }
        line("queue filled: landed batches", tally.landSeconds.count, "in \(begun.duration(to: .now).seconds) s")
    }

    private func grants(of lab: Lab) async throws {
        let idleMemory = lab.coordinatorMemory
        let (tally, processor, elapsed) = try await measure(lab, recording: Recording(), examining: examining)
        line("workers", workers, "each examines a shard in \(examining) ms")
        line("shards granted a second", Int(Double(tally.grants) / elapsed), "asked at least 1,000")
        line("calls for work a second", Int(Double(tally.leaseSeconds.count) / elapsed), "")
        line("a call for work, median", tally.leaseSeconds.percentile(0.5).milliseconds, "ms")
        line("a call for work, p99", tally.leaseSeconds.percentile(0.99).milliseconds, "ms, asked at most 50")
        line("landings a second", Int(Double(tally.landSeconds.count) / elapsed), "")
        line("a landing, p99", tally.landSeconds.percentile(0.99).milliseconds, "ms")
        line("coordinator and PostgreSQL", (processor / elapsed).hundredths, "cores")
        let perWorker = max(0, lab.coordinatorMemory - idleMemory) / workers >> 10
        line("coordinator's memory a worker", perWorker, "KiB")
    }

    /// Small files: a thousand of them make a shard.
    private func rows(of lab: Lab) async throws {
        try lab.register(8, in: "rows")
        let recording = Recording(itemCount: 100_000, itemByteCount: 4096)
        let (tally, processor, elapsed) = try await measure(lab, recording: recording, examining: 0, workers: 16)
        line("contents landed a second", Int(Double(tally.contents) / elapsed), "by 16 workers that do not examine")
        line("coordinator and PostgreSQL", (processor / elapsed).hundredths, "cores")
    }

    private func measure(
        _ lab: Lab, recording: Recording, examining: Int, workers count: Int? = nil
    ) async throws -> (SimulatedWorker.Tally, processorSeconds: Double, seconds: Double) {
        let (before, begun) = (lab.processorSeconds, ContinuousClock.now)
        let end = begun + .seconds(seconds)
        let (limit, version) = (limit, protocolVersion)
        let tally = try await withThrowingTaskGroup(of: SimulatedWorker.Tally.self) { group in
            for number in 0..<(count ?? workers) {
                group.addTask {
                    try await SimulatedWorker("w\(number)", of: lab).connected(protocolVersion: version) {
                        try await $0.work(
                            until: end, limit: limit, examining: .milliseconds(examining), replaying: recording)
                    }
                }
            }
            var sum = SimulatedWorker.Tally()
            for try await tally in group { sum += tally }
            return sum
        }
        return (tally, lab.processorSeconds - before, begun.duration(to: .now) / .seconds(1))
    }

    private func heartbeats(of lab: Lab) async throws {
        let version = protocolVersion
        let seconds = seconds
        let (before, begun) = (lab.processorSeconds, ContinuousClock.now)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<idle {
                group.addTask {
                    try await SimulatedWorker("h\(number)", of: lab).connected(protocolVersion: version) {
                        try await $0.beat(every: .seconds(5), until: .now + .seconds(seconds))
                    }
                }
            }
            var sum = 0
            for try await beats in group { sum += beats }
            return sum
        }
        let elapsed = begun.duration(to: .now) / .seconds(1)
        line("heartbeats a second", Int(Double(count) / elapsed), "of \(idle) workers, every 5 s each")
        let share = (lab.processorSeconds - before) / elapsed * 100
        line("coordinator and PostgreSQL", share.hundredths, "% of a core, asked at most 10")
    }

    private func line(_ what: String, _ figure: some CustomStringConvertible, _ unit: String) {
        print(what.padding(toLength: 34, withPad: " ", startingAt: 0), figure, unit)
    }
}

extension Recording {
    /// How many batches a walk of it hands in.
    var batchCount: Int {
        batches(of: .with { $0.walk = .init() }).count
    }
}

extension [Double] {
    /// The value below which a share of them lies; 0 of none.
    fileprivate func percentile(_ share: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}

extension Double {
    fileprivate var milliseconds: Double { (self * 10_000).rounded() / 10 }
    fileprivate var hundredths: Double { (self * 100).rounded() / 100 }
}

extension Duration {
    fileprivate var seconds: Double { (self / .seconds(1)).hundredths }
}
