internal import Findings

/// A file: its record, and the attributes of all records that describe it.
struct NTFSFile {
    let record: NTFSRecord
    private(set) var attributes: [NTFSAttribute] = []
    /// The further records that describe it.
    private(set) var continuations: [UInt64] = []
    /// Its names that can be read.
    private(set) var names: [NTFSFileName] = []
    /// What cannot be read of it, up to a limit: a list can be made that names ten thousand records which are none.
    private(set) var losses: [ContentPlan.Loss] = []
    private var lossCount = 0

    private static let lossLimit = 8

    init(_ record: NTFSRecord) { self.record = record }

    var streams: [NTFSStream] { NTFSStream.streams(of: attributes) }

    /// Whether it has content of its own, or one that cannot be found.
    var hasContent: Bool {
        streams.contains { stream in
            if case .damaged = stream.content { return stream.type == .data }
            return stream.type == .data && stream.byteCount > 0
        }
    }

    mutating func add(_ more: [NTFSAttribute]) { attributes += more }

    mutating func add(continuation number: UInt64) { continuations.append(number) }

    mutating func add(_ name: NTFSFileName) { names.append(name) }

    mutating func add(_ loss: ContentPlan.Loss) {
        lossCount += 1
        if losses.count < Self.lossLimit { return losses.append(loss) }
        losses[losses.count - 1] = .init(
            reason: .damagedEntry, detail: "\(lossCount - losses.count + 1) further parts of its records are damaged")
    }
}
