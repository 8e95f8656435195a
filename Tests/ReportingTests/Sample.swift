import Findings
import Reporting

/// A record with a field of each kind.
struct Sample: Record {
    var reference: String? = "2041"
    var path: [UInt8] = Array("/DCIM/a.jpg".utf8)
    var isAllocated = true
    var byteCount: Int64? = 1_404_234_111
    var digest: [UInt8]? = [0x00, 0xAB, 0xFF]
    var modified: Timestamp? = Timestamp(seconds: 1_709_208_000, nanoseconds: 500_000_000)
    var paths: [String] = []

    static let fields: [Field<Sample>] = [
        Field("case", column: .text) { FieldValue($0.reference, as: FieldValue.text) },
        Field("allocated") { .boolean($0.isAllocated) },
        Field("size", column: .number) { FieldValue($0.byteCount, as: FieldValue.byteCount) },
        Field("digest") { FieldValue($0.digest, as: FieldValue.digest) },
        Field("modified", column: .whole) { FieldValue($0.modified, as: FieldValue.time) },
        Field("path", column: .path) { .name($0.path) },
        Field("path_bytes") { .bytesUnlessText($0.path) },
        Field("paths") { .list($0.paths.map(FieldValue.text)) },
    ]

    static let empty = Sample(
        reference: nil, path: [], isAllocated: false, byteCount: nil, digest: nil, modified: nil, paths: [])
}

/// Names that a suspect, or chance, has put on a disk.
enum HostileNames {
    static let texts = [
        "", "a,b", "\"quoted\"", "line\nbreak", "carriage\rreturn", "tab\there", "=1+1", "+1", "-1", "@SUM(A1)",
        "\u{1B}[2J\u{1B}[31mred", "bell\u{07}", "nul\u{00}nul", "gpj\u{202E}fdp.exe", "zero\u{200B}width",
        "line\u{2028}separator", "e\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}", "漢字かな", "👩‍👩‍👧",
        "back\\slash", "\\x1B", "\u{E0041}tag", "\u{FEFF}bom", "c1\u{9B}31m", "\u{FF1D}1", "'", "\u{10FFFF}",
        "\r\n", " leading", "trailing ",
    ]
    static let damaged: [[UInt8]] = [
        [0xFF], [0x61, 0xFE, 0x62], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xC0, 0xAF], [0x1B, 0xFF, 0x0A],
        [0xF5, 0x80, 0x80, 0x80],
    ]
    static let all = texts.map { Array($0.utf8) } + damaged
}
