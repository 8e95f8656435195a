/// How a worker works.
public struct WorkerOptions: Hashable, Sendable {
    /// Its name: leases and logs carry it.
    public var name: String
    public var host: String
    public var version: String
    /// The program that examiners are: this one.
    public var executable: String
    /// Where its coordinators are reached; at least one. Each is as good as another: where one does not answer, the next is
    /// asked.
    public var coordinators: [CoordinatorAddress]
    /// The folder of its certificate; needed for coordinators on the network.
    public var identityFolder: String?
    /// Where it keeps what it fetches from coordinators, with all other workers of its host; nil where it reads the
    /// coordinator's own folder.
    public var cacheFolder: String?
    /// Where on its host evidence may lie; what lies nowhere there comes from the coordinator. nil where evidence is read
    /// under the path that it was registered with, or not at all.
    public var evidenceRoots: EvidenceRoots?
    /// How many examiner processes it keeps: one for each core it may use.
    public var examinerCount: Int
    /// How long an examiner may give no sign of life before it is killed. Examiners note one at least every 16 MiB read.
    public var patience: Duration
    /// How much private memory an examiner may hold, in bytes.
    public var memoryByteCount: Int
    /// How long examiners may go on with what they have in hand once the worker is told to stop.
    public var grace: Duration

    public init(
        name: String, host: String, version: String, executable: String, coordinators: [CoordinatorAddress],
        identityFolder: String? = nil, cacheFolder: String? = nil, evidenceRoots: EvidenceRoots? = nil,
        examinerCount: Int = 1, patience: Duration = .seconds(60), memoryByteCount: Int = 1 << 30,
        grace: Duration = .seconds(10)
    ) {
        self.name = name
        self.host = host
        self.version = version
        self.executable = executable
        self.coordinators = coordinators
        self.identityFolder = identityFolder
        self.cacheFolder = cacheFolder
        self.evidenceRoots = evidenceRoots
        self.examinerCount = examinerCount
        self.patience = patience
        self.memoryByteCount = memoryByteCount
        self.grace = grace
    }
}

/// What ends a worker.
public enum WorkerError: Error, Hashable, CustomStringConvertible {
    case examinersDoNotStart(String)
    /// What the coordinator said to something that it would take from no worker.
    case refused(String)

    public var description: String {
        switch self {
        case .examinersDoNotStart(let words):
            "Examiners do not start: each \(words) before it was ready. Run `caseload examiner` by hand to see why."
        case .refused(let words): "The coordinator refuses this worker: \(words)"
        }
    }
}
