import Foundation

@testable import Evidence

/// What other tools say of the files of an exhibit: the TSV beside the images.
struct WalkTruth {
    /// One name or stream.
    struct Row {
        let volumeOffset: Int64
        let address: String
        let stream: String
        let path: [UInt8]
        let isAllocated: Bool
        let byteCount: Int64?
        let sha256: String
        let kind: String
        let second: String

        var key: Key {
            Key(
                volumeOffset: volumeOffset, path: path, stream: stream, isAllocated: isAllocated,
                byteCount: byteCount ?? 0, sha256: sha256)
        }
        /// The data is damaged in this copy: no digest may be reported.
        var mustFail: Bool { second.hasPrefix("must-fail") }
        /// Missing it is an error.
        var isRequired: Bool { kind == "file" && isAllocated && sha256.count == 64 && !mustFail }
        /// Deleted files, forks: a guess of the first tool, or the word of one tool only.
        var isWanted: Bool { ["file", "fork"].contains(kind) && sha256.count == 64 && !mustFail && !isRequired }
    }

    /// What must be the same for two tools to agree on a file.
    struct Key: Hashable, Comparable, CustomStringConvertible {
        let volumeOffset: Int64
        let path: [UInt8]
        let stream: String
        let isAllocated: Bool
        let byteCount: Int64
        let sha256: String

        var description: String {
            let name = WalkTruth.escaped(path) + (stream.isEmpty ? "" : ":\(stream)")
            return "\(volumeOffset) \(isAllocated ? "" : "deleted ")\(name) \(byteCount) \(sha256.prefix(8))"
        }
        static func < (a: Key, b: Key) -> Bool { a.description < b.description }
    }

    let rows: [Row]

    init(of truth: SurveyTruth) throws {
        let text = try String(decoding: truth.told(in: "tsv"), as: UTF8.self)
        struct Volumes: Decodable {
            let volumes: [Volume]?
            struct Volume: Decodable {
                let index: Int
                let offset: Int64
            }
        }
        let json = try truth.told(in: "json")
        let volumes = try JSONDecoder().decode(Volumes.self, from: json).volumes ?? []
        let offsets = Dictionary(uniqueKeysWithValues: volumes.map { (String($0.index), $0.offset) })
        rows = text.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count >= 16, !["xfs", "btrfs", "zip", "tar"].contains(cells[1]) else { return nil }
            return Row(
                volumeOffset: offsets[cells[0]] ?? 0, address: cells[2], stream: cells[3],
                path: [UInt8(ascii: "/")] + Self.unescaped(cells[4]), isAllocated: cells[5] == "allocated",
                byteCount: Int64(cells[6]), sha256: cells[9], kind: cells[10], second: cells[15])
        }
    }

    /// `%XX` stands for each byte outside of 0x20…0x7E, and for `%`.
    static func unescaped(_ text: String) -> [UInt8] {
        var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "%")
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
        }.joined()
    }
}
