/// How a coordinator works.
public struct CoordinatorOptions: Hashable, Sendable {
    /// Where it listens; at least one.
    public var doors: [Door]
    /// Where the hash-set indexes lie.
    public var hashSetFolder: String
    /// How long a lease lasts unless renewed. Workers renew three times a term.
    public var leaseTerm: Duration
    public var version: String
    /// Where on its host evidence may lie.
    public var evidenceRoots: EvidenceRoots
    /// The program that reads evidence for other hosts: this one; nil where none is to be read for them.
    public var readerExecutable: String?
    /// How many readers it keeps at most.
    public var readerCount: Int

    public init(
        doors: [Door], hashSetFolder: String, leaseTerm: Duration = .seconds(15), version: String,
        evidenceRoots: EvidenceRoots = .everywhere, readerExecutable: String? = nil, readerCount: Int = 2
    ) {
        self.evidenceRoots = evidenceRoots
        self.readerExecutable = readerExecutable
        self.readerCount = readerCount
        self.doors = doors
        self.hashSetFolder = hashSetFolder
        self.leaseTerm = leaseTerm
        self.version = version
    }
}
