import Foundation

/// What other tools say of an exhibit's items, and how far they are to be believed.
///
/// - `required`: allocated files with a digest. One that is missing is an error.
/// - `wanted`: deleted files and forks. Found ones are counted: what a FAT's deleted file held is a guess.
/// - `allowed`: links, indexes, what The Sleuth Kit makes up.
/// - `forbidden`: items whose data is damaged in this copy. Any digest of one is an invented finding.
struct Truth {
    private(set) var required = Multiset<Finding>()
    private(set) var wanted = Multiset<Finding>()
    private(set) var allowed = Multiset<Finding>()
    private(set) var forbidden: Set<Finding.Name> = []

    /// File systems that Caseload names without examining them.
    static let unexamined: Set<String> = ["xfs", "btrfs", "zip", "tar"]

    /// An item with its digest, as the truth and Caseload must agree on it.
    struct Finding: Hashable, Sendable {
        let name: Name
        let isAllocated: Bool
        let byteCount: Int64
        let sha256: String

        struct Name: Hashable, Sendable {
            let volumeOffset: Int64
            /// Bytes as on the disk, starting with `/`.
            let path: [UInt8]
            /// Empty for the main stream.
            let stream: String
        }
    }

    init(of exhibit: Exhibit) throws {
        let offsets = try Self.volumeOffsets(of: exhibit)
        let lines = try String(contentsOf: exhibit.truth, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: true)
        guard let titles = lines.first?.tabbed else { return }
        for line in lines.dropFirst() {
            let row = Row(fields: Dictionary(zip(titles, line.tabbed)) { first, _ in first })
            guard !Self.unexamined.contains(row["fs"]) else { continue }
            add(row, volumeOffset: offsets[row["volume"]] ?? 0)
        }
    }

    private mutating func add(_ row: Row, volumeOffset: Int64) {
        let name = Finding.Name(volumeOffset: volumeOffset, path: row.path, stream: row.stream)
        if row["second"].hasPrefix("must-fail") {
            forbidden.insert(name)
            return
        }
        guard row["sha256"].count == 64, let byteCount = Int64(row["size"]) else { return }
        let isAllocated = row["state"] == "allocated"
        let finding = Finding(
            name: name, isAllocated: isAllocated, byteCount: byteCount, sha256: row["sha256"].lowercased())
        switch row["kind"] {
        case "file" where isAllocated: required.insert(finding)
        case "file", "fork": wanted.insert(finding)
        default: allowed.insert(finding)
        }
    }

    /// Where each volume starts, by the number that the truth gives it.
    private static func volumeOffsets(of exhibit: Exhibit) throws -> [String: Int64] {
        struct About: Decodable {
            let volumes: [Volume]?
            struct Volume: Decodable {
                let index: Int?
                let offset: Int64?
            }
        }
        let about = try JSONDecoder().decode(About.self, from: Data(contentsOf: exhibit.about))
        let pairs = (about.volumes ?? []).compactMap { volume in
            volume.index.map { ("\($0)", volume.offset ?? 0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private struct Row {
        let fields: [String: String]
        subscript(title: String) -> String { fields[title] ?? "" }

        var path: [UInt8] { [UInt8(ascii: "/")] + unescaped("path") }
        var stream: String { String(decoding: unescaped("stream"), as: UTF8.self) }

        /// `%XX` stands for a byte that is not printable, or a per cent sign.
        private func unescaped(_ title: String) -> [UInt8] {
            var rest = Array(self[title].utf8)[...]
            var bytes: [UInt8] = []
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "%"), rest.count >= 2,
                    let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else {
                    bytes.append(byte)
                    continue
                }
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            }
            return bytes
        }
    }
}

extension Substring {
    fileprivate var tabbed: [String] { split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}
