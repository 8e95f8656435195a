internal import Findings

/// The master file table: a record for each file, itself being the first.
final class MasterFileTable {
    let geometry: NTFSGeometry
    private let device: any Device
    private var content: NTFSStreamReader
    private var bitmap: NTFSStreamReader?
    /// How often a file's list of attributes led to a record that is not the file's.
    var wastedCount = 0
    /// Lists are cheap to share, and each entry costs a record to read: no damage leads so often to the wrong one.
    static let wasteLimit = 1 << 20
    /// What was found to be wrong while it was opened.
    private(set) var damages: [NTFSDamage] = []

    /// - Throws: when neither the table's first record nor its mirror can be read.
    init(_ geometry: NTFSGeometry, on device: any Device) throws(EvidenceError) {
        (self.geometry, self.device) = (geometry, device)
        var words: [String] = []
        for cluster in [geometry.tableCluster, geometry.mirrorCluster] {
            do throws(NTFSDamage) {
                content = try Self.content(from: cluster, geometry, device)
                if !words.isEmpty {
                    damages.append(NTFSDamage("The first record is damaged (\(words[0])); its mirror is used"))
                }
                completeOrSay()
                return
            } catch {
                words.append(error.words)
            }
        }
        throw EvidenceError(
            .fileSystemDamaged, path: "the master file table",
            byteOffset: geometry.offset(ofCluster: geometry.tableCluster), byteCount: Int64(geometry.recordSize),
            cause: "Its first record: \(words.joined(separator: "; in the mirror: "))")
    }

    /// The table as its first record alone describes it.
    private static func content(
        from cluster: UInt64, _ geometry: NTFSGeometry, _ device: any Device
    ) throws(NTFSDamage) -> NTFSStreamReader {
        guard cluster < geometry.clusterCount, let offset = geometry.offset(ofCluster: cluster),
            let bytes = try? device.bytes(at: offset, byteCount: geometry.recordSize)
        else { throw NTFSDamage("it cannot be read at cluster \(cluster)") }
        let record = try NTFSRecord(0, bytes)
        let data = NTFSStream.streams(of: record.attributes().attributes).first { $0.type == .data && $0.name == nil }
        guard var data else { throw NTFSDamage("it has no content") }
        data.cut(toClustersOf: geometry.clusterSize, atMost: device.byteCount)
        return try NTFSStreamReader(data, geometry, device)
    }

    /// Each round finds the pieces that the last one's describe.
    private static let roundLimit = 64

    /// A table in many pieces is described by further records, each of which lies in a piece that is known already.
    private func completeOrSay() {
        do {
            var rounds = 0
            while try rounds < Self.roundLimit && grow() { rounds += 1 }
        } catch {
            damages.append(NTFSDamage("Only its first \(recordCount) records can be found: \(error)"))
        }
    }

    /// Takes in the pieces that the known ones describe.
    /// - Returns: whether more may follow.
    private func grow() throws -> Bool {
        let file = try file(at: 0)
        bitmap = file.streams.first { $0.type == .bitmap }.flatMap { try? NTFSStreamReader($0, geometry, device) }
        guard var data = file.streams.first(where: { $0.type == .data && $0.name == nil }) else { return false }
        let size = min(data.byteCount, data.initializedByteCount)
        data.cut(toClustersOf: geometry.clusterSize, atMost: device.byteCount)
        let longer = try NTFSStreamReader(data, geometry, device)
        let grew = longer.byteCount > content.byteCount
        content = longer
        if data.byteCount < size, !grew {
            damages.append(NTFSDamage("Only \(data.byteCount) of the table's \(size) bytes are described"))
        }
        return data.byteCount < size && grew
    }

    /// How many records there are.
    var recordCount: UInt64 { UInt64(content.byteCount) / UInt64(geometry.recordSize) }

    /// - Throws: `EvidenceError` where the image is damaged, `NTFSDamage` where the record is.
    func record(_ number: UInt64) throws -> NTFSRecord {
        guard let bytes = try rawRecord(number) else { throw NTFSDamage("the table has no record \(number)") }
        return try NTFSRecord(number, bytes)
    }

    /// - Returns: nil beyond the table's end.
    func rawRecord(_ number: UInt64) throws(EvidenceError) -> [UInt8]? {
        guard number < recordCount else { return nil }
        return try content.bytes(at: Int64(number) * Int64(geometry.recordSize), geometry.recordSize)
    }

    /// Whether the table's bitmap says that the record is in use; nil when that cannot be known.
    func isInUse(_ number: UInt64) -> Bool? {
        guard let byte = try? bitmap?.bytes(at: Int64(clamping: number / 8), 1).first else { return nil }
        return byte & 1 << (number % 8) != 0
    }

    /// Where the bytes of a record lie on the device, from one of them on: up to its end, or the end of their piece.
    func range(ofRecord number: UInt64, from byteOffset: Int) -> ByteRange? {
        guard number < recordCount, 0..<geometry.recordSize ~= byteOffset else { return nil }
        let position = Int64(number) * Int64(geometry.recordSize) + Int64(byteOffset)
        return content.range(at: position, geometry.recordSize - byteOffset)
    }

    /// Reads the first bytes of a stream that describes a file.
    func bytes(of stream: NTFSStream, atMost byteCount: Int) throws -> [UInt8] {
        try NTFSStreamReader(stream, geometry, device).bytes(at: 0, byteCount)
    }
}

extension NTFSStream {
    /// Ends the content where its known clusters end: the table has no holes, so what is behind one cannot be found.
    /// - Parameter limit: no table is longer, although one can say that its pieces are the same clusters all over.
    fileprivate mutating func cut(toClustersOf clusterSize: Int64, atMost limit: Int64) {
        guard case .clusters(let runs) = content else { return }
        let clusters = runs.prefix { $0.block != nil }.reduce(0 as UInt64) {
            $0.addingReportingOverflow($1.blockCount).partialValue
        }
        let (known, overflow) = clusters.multipliedReportingOverflow(by: UInt64(clusterSize))
        byteCount = min(byteCount, initializedByteCount, UInt64(clamping: limit))
        if !overflow { byteCount = min(byteCount, known) }
    }
}
