internal import Findings

/// Reads the contents of NTFS that are not on the device as they are: compressed ones.
final class NTFSContentReader {
    private let table: MasterFileTable
    private let device: any Device

    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        table = try MasterFileTable(NTFSGeometry(of: volume, on: device), on: device)
        self.device = device
    }

    /// Hands out the content of an attribute from its first byte to its last.
    func read(
        _ number: UInt64, type: UInt32, id: UInt16, byteCount: Int64, each: (Span<UInt8>) throws -> Void
    ) throws {
        do {
            let streams = try table.file(at: number).streams
            guard let stream = streams.first(where: { $0.type.rawValue == type && $0.id == id }) else {
                throw NTFSDamage("it has no attribute \(type)-\(id)")
            }
            guard stream.byteCount == byteCount else {
                throw NTFSDamage("its size is \(stream.byteCount) bytes now, and was \(byteCount)")
            }
            switch stream.content {
            case .clusters(let runs) where stream.isCompressed: try read(stream, runs, byteCount, each)
            default: try read(NTFSStreamReader(stream, table.geometry, device), each)
            }
        } catch let damage as NTFSDamage {
            throw EvidenceError(.damagedEntry, path: "entry \(number)", cause: damage.words)
        }
    }

    private func read(_ reader: NTFSStreamReader, _ each: (Span<UInt8>) throws -> Void) throws {
        var position: Int64 = 0
        while position < reader.byteCount {
            let bytes = try reader.bytes(at: position, 1 << 20)
            guard !bytes.isEmpty else { throw NTFSDamage("its content ends after \(position) bytes") }
            try each(bytes.span)
            position += Int64(bytes.count)
        }
    }

    /// Reads unit by unit: one without clusters is zeros, one with all of its clusters is as it is, others are packed.
    private func read(
        _ stream: NTFSStream, _ runs: [BlockRun], _ byteCount: Int64, _ each: (Span<UInt8>) throws -> Void
    ) throws {
        var units = NTFSUnits(runs, clusterCount: stream.unit)
        let unitSize = Int64(stream.unit) * table.geometry.clusterSize
        guard unitSize <= Self.unitLimit else { throw NTFSDamage("its compression units are \(unitSize) bytes long") }
        let initialized = Int64(clamping: stream.initializedByteCount)
        var position: Int64 = 0
        while position < byteCount {
            let pieces = try units.next()
            var bytes = [UInt8](repeating: 0, count: Int(unitSize))
            if position < initialized, !pieces.isEmpty { bytes = try unpack(pieces, Int(unitSize), stream.unit) }
            let written = max(0, min(unitSize, initialized - position))
            for index in Int(written)..<Int(unitSize) { bytes[index] = 0 }
            try each(bytes.span.extracting(..<Int(min(unitSize, byteCount - position))))
            position += unitSize
        }
    }

    /// Windows compresses 64 KiB at a time; the format allows for more.
    private static let unitLimit: Int64 = 16 << 20

    private func unpack(_ pieces: [BlockRun], _ unitSize: Int, _ unit: Int) throws -> [UInt8] {
        var packed: [UInt8] = []
        for piece in pieces {
            guard let block = piece.block, let offset = table.geometry.offset(ofCluster: block) else {
                throw NTFSDamage("a compressed unit lies outside the volume")
            }
            let size = Int(piece.blockCount) * Int(table.geometry.clusterSize)
            let bytes = try device.bytes(at: offset, byteCount: size)
            guard bytes.count == size else {
                throw EvidenceError(
                    .truncatedImage, path: "the device", byteOffset: offset, byteCount: Int64(size),
                    cause: "The volume goes on behind the end of the image")
            }
            packed += bytes
        }
        let count = pieces.reduce(0 as UInt64) { $0 + $1.blockCount }
        return count == UInt64(unit) ? packed : try LZNT1.unpack(packed[...], byteCount: unitSize)
    }
}

/// Takes a list of clusters apart into compression units.
private struct NTFSUnits {
    private let runs: [BlockRun]
    private let clusterCount: UInt64
    private var index = 0
    private var used: UInt64 = 0

    init(_ runs: [BlockRun], clusterCount: Int) {
        (self.runs, self.clusterCount) = (runs, UInt64(clusterCount))
    }

    /// The pieces of the next unit that have clusters: a hole ends it.
    /// - Throws: when clusters follow a hole, which would be read as zeros.
    mutating func next() throws(NTFSDamage) -> [BlockRun] {
        var (pieces, left, ended): ([BlockRun], UInt64, Bool) = ([], clusterCount, false)
        while left > 0, index < runs.count {
            let run = runs[index]
            let count = min(left, run.blockCount - used)
            if let block = run.block {
                if ended { throw NTFSDamage("a compressed unit has a hole in front of its clusters") }
                pieces.append(BlockRun(block: block + used, blockCount: count))
            } else {
                ended = true
            }
            left -= count
            used += count
            if used == run.blockCount { (index, used) = (index + 1, 0) }
        }
        return pieces
    }
}
