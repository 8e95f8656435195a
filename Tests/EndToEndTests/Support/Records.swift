import Foundation

/// A line of `caseload items --format jsonl`, as far as the tests look at it.
struct ItemRecord: Decodable {
    let exhibit: String
    let volumeOffset: Int64?
    let stream: String?
    let path: String
    /// Base64; only where the path is no valid UTF-8.
    let pathBytes: String?
    let paths: [String]?
    let kind: String
    let allocated: Bool
    let size: Int64?
    let sha256: String?
    let state: String?

    /// One for each name, for items that have a digest.
    var findings: [Truth.Finding] {
        guard let sha256, let size else { return [] }
        let names =
            pathBytes.flatMap { Data(base64Encoded: $0) }.map { [Array($0)] }
            ?? (paths ?? [path]).map { Array($0.utf8) }
        return names.map { name in
            let path = [UInt8(ascii: "/")] + name.drop { $0 == UInt8(ascii: "/") }
            return Truth.Finding(
                name: .init(volumeOffset: volumeOffset ?? 0, path: path, stream: stream ?? ""), isAllocated: allocated,
                byteCount: size, sha256: sha256.lowercased())
        }
    }
}

/// A line of `caseload failures --format jsonl`.
struct FailureRecord: Decodable, Sendable, CustomStringConvertible {
    let exhibit: String
    let scope: String
    let stage: String
    let reason: String
    let detail: String

    var description: String { "\(scope) \(stage) \(reason): \(detail)" }
}

/// A line of `caseload exhibit coverage --format jsonl`.
struct CoverageRecord: Decodable {
    let `class`: String
    let bytes: Int64
}
