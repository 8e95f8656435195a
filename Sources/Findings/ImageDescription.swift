/// What the survey found out about an exhibit's image as a whole.
public struct ImageDescription: Hashable, Sendable {
    /// The container's format: `raw`, `split raw`, `ewf`, `vmdk`, `vhd`, `vhdx`, `vdi`, `qcow`, `aff`, `dmg`.
    public var format: String
    /// The size of the seized device in bytes, not of the files that hold its image.
    public var byteCount: Int64
    /// The device's sector in bytes (512 where the container does not say).
    public var sectorSize: Int32
    /// Digests that the container itself stores, to be checked against its content.
    public var storedDigests: [StoredDigest]
    /// What the container says of its acquisition (`case number`, `examiner name`, `acquired`, …), as it says it.
    public var acquisition: [String: String]

    public init(
        format: String, byteCount: Int64, sectorSize: Int32 = 512, storedDigests: [StoredDigest] = [],
        acquisition: [String: String] = [:]
    ) {
        self.format = format
        self.byteCount = byteCount
        self.sectorSize = sectorSize
        self.storedDigests = storedDigests
        self.acquisition = acquisition
    }
}

/// A digest of the whole device that a container or an investigator states.
public struct StoredDigest: Hashable, Sendable {
    public var algorithm: DigestAlgorithm
    /// The digest's bytes: 16 for MD5, 20 for SHA-1, 32 for SHA-256; empty where nobody states one and it is only asked
    /// for.
    public var value: [UInt8]
    /// Who says so: `container`, `investigator`, or `nobody`.
    public var origin: String

    public static let container = "container"
    public static let investigator = "investigator"
    public static let nobody = "nobody"

    public init(algorithm: DigestAlgorithm, value: [UInt8], origin: String) {
        self.algorithm = algorithm
        self.value = value
        self.origin = origin
    }
}

/// The digests that Caseload computes of every item.
public enum DigestAlgorithm: String, Hashable, Sendable, CaseIterable, Codable {
    case md5, sha1, sha256

    /// The digest's length in bytes.
    public var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        }
    }
}
