import ArgumentParser
import Findings
import Reporting

/// How `caseload hash` prints a file.
enum HashFormat: String, CaseIterable, ExpressibleByArgument {
    case md5sum, sha1sum, sha256sum
    /// HASHDEEP-1.0: size, three digests, the whole path.
    case hashdeep
    case table, json, jsonl, csv

    /// The one digest of the coreutils' formats.
    var algorithm: DigestAlgorithm? {
        switch self {
        case .md5sum: .md5
        case .sha1sum: .sha1
        case .sha256sum: .sha256
        case .hashdeep, .table, .json, .jsonl, .csv: nil
        }
    }

    var records: OutputFormat? { OutputFormat(rawValue: rawValue) }
}
