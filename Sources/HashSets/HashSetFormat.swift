/// A form in which hash sets are handed around. Known by content, never by a file's name.
public enum HashSetFormat: String, Hashable, Sendable, CaseIterable, Codable {
    /// One digest a line: MD5, SHA-1 and SHA-256 told apart by their length.
    case plain
    /// What md5sum, sha1sum, sha256sum (also with `--tag`), md5deep, sha1deep and sha256deep print.
    case sums
    /// hashdeep 1.0: columns named by the second header line.
    case hashdeep
    /// NSRL RDS as text, 1.5 and 2.x: quoted columns under a header line.
    case nsrlText = "nsrl-text"
    /// NSRL RDSv3: an SQLite database with a table or view `FILE`.
    case nsrlDatabase = "nsrl-rds3"
    /// Project VIC's VICS, JSON, data models 1.3 and 2.0.
    case vics
    // Recognised, and refused by name.
    case caid
    case autopsy = "kdb"
    case encase
    case hashKeeper = "hashkeeper"
    case csv
    case nsrlDelta = "nsrl-rds3-delta"
    case pdq
    case gzip
    case zip
    case sevenZip = "7z"

    /// What people call it.
    public var title: String {
        switch self {
        case .plain: "a plain list of digests"
        case .sums: "output of md5sum, sha1sum, sha256sum or md5deep"
        case .hashdeep: "hashdeep"
        case .nsrlText: "NSRL RDS text"
        case .nsrlDatabase: "NSRL RDSv3"
        case .vics: "Project VIC (VICS)"
        case .caid: "CAID"
        case .autopsy: "an Autopsy hash database (.kdb)"
        case .encase: "an EnCase hash set"
        case .hashKeeper: "HashKeeper"
        case .csv: "CSV"
        case .nsrlDelta: "an NSRL RDSv3 delta (SQL)"
        case .pdq: "a PDQ list"
        case .gzip: "gzip compression"
        case .zip: "a zip archive"
        case .sevenZip: "a 7-Zip archive"
        }
    }

    /// Whether sets of this format can be imported.
    public var isSupported: Bool { FormatTable.reader(of: self) != nil }
}
