import Findings
import Reporting

/// An ordinary file with its digests.
struct HashedFile: Record {
    let path: [UInt8]
    let byteCount: Int64
    let digests: Digests

    static let fields: [Field<HashedFile>] = [
        Field("path", column: .path) { .name($0.path) },
        Field("path_bytes") { .bytesUnlessText($0.path) },
        Field("size", column: .number) { .byteCount($0.byteCount) },
        Field("md5") { .digest($0.digests.md5) },
        Field("sha1") { .digest($0.digests.sha1) },
        Field("sha256", column: .whole) { .digest($0.digests.sha256) },
    ]
}
