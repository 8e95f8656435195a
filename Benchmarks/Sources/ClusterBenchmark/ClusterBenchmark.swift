internal import ArgumentParser
internal import Foundation

@main
struct ClusterBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets the real coordinator and PostgreSQL serve many workers, and prints what they can.",
        discussion: """
            Simulated workers speak the real protocol over connections of their own, replay recorded findings and sleep \
            as long as examining would take. They share the machine with what is measured. Real workers examine a disk.
            """)

    @Option(help: "The program to measure.") var program: String
    @Option(help: "An existing folder to work in.", transform: URL.init(fileURLWithPath:)) var scratch: URL
    @Option(help: "The disk that real workers examine; without it nothing is measured of them.") var disk: String?
    @Option(help: "How often everything is measured; medians are printed.") var rounds = 3
    @Option(help: "Which parts are measured; by default all.") var part: [Part] = []
    @OptionGroup var load: Load

    enum Part: String, ExpressibleByArgument, CaseIterable {
        case grants, rows, heartbeats, efficiency, streaming, memory

        var needsDisk: Bool { [.efficiency, .streaming, .memory].contains(self) }
    }

    func run() async throws {
        if let disk { try Self.read(disk) }
        let parts = Part.allCases.filter { (part.isEmpty || part.contains($0)) && (disk != nil || !$0.needsDisk) }
        var figures = Figures()
        for round in 1...max(1, rounds) {
            let folder = scratch.appending(path: "round-\(round)")
            for part in parts { try await measure(part, in: folder.appending(path: part.rawValue), &figures) }
        }
        print(figures.table(rounds: max(1, rounds)))
    }

    /// Every part has a store of its own: none is measured among another's rows.
    private func measure(_ part: Part, in folder: URL, _ figures: inout Figures) async throws {
        let isPinned = part == .efficiency
        let lab = try await Lab(in: folder, program: program, core: isPinned ? 0 : nil)
        defer { lab.end() }
        switch part {
        case .grants: try await GrantPart(lab: lab, load: load).measure(&figures)
        case .rows: try await RowPart(lab: lab, load: load).measure(&figures)
        case .heartbeats: try await HeartbeatPart(lab: lab, load: load).measure(&figures)
        case .efficiency: try await EfficiencyPart(lab: lab, disk: disk ?? "").measure(&figures)
        case .streaming: try await StreamingPart(lab: lab, disk: disk ?? "").measure(&figures)
        case .memory: try await MemoryPart(lab: lab, load: load, disk: disk ?? "").measure(&figures)
        }
    }

    /// Whatever is examined first must not be the one to pay for the disk drive.
    private static func read(_ path: String) throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        while try file.read(upToCount: 16 << 20)?.isEmpty == false {}
    }
}

/// What simulated workers do.
struct Load: ParsableArguments {
    @Option(help: "How many workers ask for work.") var workers = 500
    @Option(help: "How many workers send heartbeats.") var hearts = 1000
    @Option(help: "How long each part lasts, in seconds.") var seconds = 10
    @Option(help: "How long a simulated worker examines one shard, in milliseconds.") var examining = 400
    @Option(help: "How many shards a worker takes at most at once.") var limit: Int32 = 16
}
