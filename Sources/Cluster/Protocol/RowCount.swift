internal import ClusterProtocol
internal import struct Foundation.Data
internal import SwiftProtobuf

/// How many rows serialized findings hold, counted before any of them is made: a row without fields takes two bytes, and
/// hundreds in memory, so that one message could hold a thousand times what it weighs.
///
/// It goes by the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), one tag after another.
struct RowCount: Hashable, Sendable {
    enum Kind: Hashable, Sendable, CaseIterable {
        /// What a batch lists one by one: items, paths, extents, contents, volumes, ….
        case listed
        /// What may be many for each of them: failures and hits.
        case found
        /// Runs of an item.
        case runs

        /// The most that an honest batch holds, and more: items come 2,048 at a time, contents 1,024; a content shard of
        /// 96 MiB has no more damaged ranges than half of its sectors; an NTFS file has 1.5 million runs at most.
        var limit: Int {
            switch self {
            case .listed: 1 << 14
            case .found: 1 << 18
            case .runs: 1 << 22
            }
        }
    }

    private(set) var counts: [Kind: Int] = [:]

    /// - Throws: what is wrong with findings that hold more than anybody honest says, or are no message.
    init(of findings: Data) throws(ProtocolError) {
        try count(findings, findings.startIndex..<findings.endIndex, as: Part.findings)
    }

    private mutating func count(
        _ bytes: Data, _ range: Range<Data.Index>, as parts: [UInt64: Part]
    ) throws(ProtocolError) {
        var reader = WireReader(bytes, range)
        while let field = try reader.next() {
            guard let content = field.content, let part = parts[field.number] else { continue }
            let count = counts[part.kind, default: 0] + 1
            guard count <= part.kind.limit else {
                throw ProtocolError("findings with more than \(part.kind.limit) \(part.kind) rows")
            }
            counts[part.kind] = count
            if !part.fields.isEmpty { try self.count(bytes, content, as: part.fields) }
        }
    }
}

/// Which fields of a message are rows, and what rows are in them.
private struct Part: Sendable {
    let kind: RowCount.Kind
    let fields: [UInt64: Part]

    init(_ kind: RowCount.Kind, _ fields: [UInt64: Part] = [:]) { (self.kind, self.fields) = (kind, fields) }

    /// The fields of `Findings`, by their numbers.
    static let findings: [UInt64: Part] = [
        // An image: its stored digests and what the acquisition said.
        2: Part(.listed, [4: Part(.listed), 5: Part(.listed)]),
        3: Part(.listed),
        // An item: its runs and its slack.
        4: Part(.listed, [14: Part(.runs), 15: Part(.runs)]),
        5: Part(.listed), 6: Part(.listed), 7: Part(.found), 8: Part(.listed), 9: Part(.found), 10: Part(.listed),
    ]
}

extension Caseload_V1_Findings {
    /// - Throws: `ProtocolError` for what is no such message, or holds more than anybody honest says.
    init(admitting bytes: Data) throws(ProtocolError) {
        _ = try RowCount(of: bytes)
        do { self = try Caseload_V1_Findings(serializedBytes: bytes) } catch {
            throw ProtocolError("findings that are no message: \(error)")
        }
    }
}
