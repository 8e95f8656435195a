/// How a coordinator works.
public struct CoordinatorOptions: Hashable, Sendable {
    /// The Unix socket it listens on.
    public var socketPath: String
    /// The file with the secret that its workers must bear.
    public var secretPath: String
    /// Where the hash-set indexes lie.
    public var hashSetFolder: String
    /// How long a lease lasts unless renewed. Workers renew three times a term.
    public var leaseTerm: Duration
    public var version: String

    public init(
        socketPath: String, secretPath: String, hashSetFolder: String, leaseTerm: Duration = .seconds(15),
        version: String
    ) {
        self.socketPath = socketPath
        self.secretPath = secretPath
        self.hashSetFolder = hashSetFolder
        self.leaseTerm = leaseTerm
        self.version = version
    }
}
