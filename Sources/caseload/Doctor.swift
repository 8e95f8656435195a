public import ArgumentParser
import Cluster
public import Doctor
import Foundation
import Processes
import Reporting
import Telemetry

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks whether this host can do its work, and says how to mend what is wrong.",
        discussion: """
            It changes nothing. Run it as the user that the role runs as, with the options that the role is started with: \
            what it is not told of, it does not look at. It exits with \(ExitStatus.systemRefused.rawValue) when something \
            must be mended.
            """)

    @Option(help: "What this host is for.") var role: HostRole
    @Option(help: .init("The folder of its certificate.", valueName: "dir")) var identity: String?
    @Option(help: "A file with the database's URL.") var databaseFile: String?
    @Option(help: .init("Where a coordinator would listen.", valueName: "address:port")) var listen: ListenAddress?
    @Option(help: .init("A coordinator that a worker must reach; repeatable.", valueName: "host:port"))
    var coordinator: [CoordinatorAddress] = []
    @Option(
        help: .init("A folder of evidence, or REGISTERED=DIR for one that is DIR here; repeatable.", valueName: "dir"))
    var evidenceRoot: [String] = []
    @Option(help: .init("Where a worker keeps what it fetches from coordinators.", valueName: "dir")) var cache: String?
    @Option(help: .init("The folder of the hash-set indexes.", valueName: "dir")) var hashSetFolder: String?
    @Option(help: .init("The data folder of a workstation.", valueName: "dir")) var data: String?
    @Option(help: .init("Where it would answer /metrics.", valueName: "[address:]port")) var metrics: StatusAddress?
    @Option(help: "How many examiners it would keep.") var examiners = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "How much memory each of them may hold, in MiB.") var memory = 1024
    @OptionGroup var output: FormatOptions

    func validate() throws {
        guard EvidenceRoots(evidenceRoot) != nil else {
            throw ValidationError("--evidence-root takes paths that start at the root: DIR, or REGISTERED=DIR.")
        }
        guard examiners >= 1, (64...1 << 20).contains(memory) else {
            throw ValidationError("At least one examiner and 64 MiB of memory are needed, and at most 1 TiB for each.")
        }
    }

    func run() async throws {
        let all = await (try check()).look {
            try await ExaminerTrial.run(executable: try ThisProgram.path(), memoryByteCount: memory << 20)
        }
        try await output.list(all, none: "Nothing was looked at.")
        if all.contains(where: { $0.verdict == .wrong }) { throw ExitCode(ExitStatus.systemRefused.rawValue) }
    }

    private func check() throws -> HostCheck {
        var check = HostCheck(role: role, examinerCount: examiners, memory: memory)
        check.identityFolder = identity
        if let databaseFile {
            check.databaseAddress = try OwnersFile.text(at: databaseFile).trimmingCharacters(in: .newlines)
        }
        if let listen { check.listening["port for workers"] = .init(host: listen.host, port: listen.port) }
        if let metrics { check.listening["port for metrics"] = .init(host: metrics.host, port: metrics.port) }
        check.coordinators = coordinator.compactMap(HostCheck.Place.init)
        check.evidenceFolders = EvidenceRoots(evidenceRoot)?.folders ?? []
        check.growing = ["hash sets": hashSetFolder, "data folder": data, "cache": cache].compactMapValues(\.self)
        return check
    }
}

extension HostCheck.Place {
    /// nil for a coordinator on this host, which needs no network.
    fileprivate init?(_ address: CoordinatorAddress) {
        guard case .network(let host, let port) = address else { return nil }
        self.init(host: "\(host)", port: port)
    }
}

extension HostRole: ExpressibleByArgument {}
