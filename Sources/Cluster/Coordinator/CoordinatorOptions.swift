/// How a coordinator works.
public struct CoordinatorOptions: Hashable, Sendable {
    /// Where it listens; at least one.
    public var doors: [Door]
    /// Where the hash-set indexes lie.
    public var hashSetFolder: String
    /// How long a lease lasts unless renewed. Workers renew three times a term.
    public var leaseTerm: Duration
    public var version: String

    public init(
        doors: [Door], hashSetFolder: String, leaseTerm: Duration = .seconds(15), version: String
    ) {
        self.doors = doors
        self.hashSetFolder = hashSetFolder
        self.leaseTerm = leaseTerm
        self.version = version
    }
}
