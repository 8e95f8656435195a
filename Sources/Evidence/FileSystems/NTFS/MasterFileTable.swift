internal import Findings

/// The master file table: a record for each file, itself being the first.
final class MasterFileTable {
    let geometry: NTFSGeometry
    private let device: any Device
    private var content: NTFSStreamReader
    private var bitmap: NTFSStreamReader?
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
        data.cut(toClustersOf: geometry.clusterSize)
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
        data.cut(toClustersOf: geometry.clusterSize)
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

    /// The file that a record describes, together with all records that continue it.
    func file(at number: UInt64) throws -> NTFSFile { try file(from: try record(number)) }

    func file(from record: NTFSRecord) throws -> NTFSFile {
        var (attributes, damage) = record.attributes()
        guard let own = attributes.first(where: { $0.type == .attributeList }) else {
            return NTFSFile(record: record, attributes: attributes, damage: damage)
        }
        let list = try attributeList(own)
        var seen: Set<UInt64> = [record.number]
        for entry in list.entries where seen.insert(entry.record).inserted {
            do {
                let further = try self.record(entry.record)
                guard further.base?.record == record.number else {
                    throw NTFSDamage("record \(entry.record), which continues it, belongs to another file")
                }
                let (more, itsDamage) = further.attributes()
                attributes += more.map(list.identified(_:))
                damage = damage ?? itsDamage
            } catch let error as NTFSDamage {
                damage = damage ?? NTFSDamage("record \(entry.record), which continues it: \(error.words)")
            }
        }
        return NTFSFile(record: record, attributes: attributes, damage: damage)
    }

    private func attributeList(_ attribute: NTFSAttribute) throws -> NTFSAttributeList {
        let reader = try NTFSStreamReader(NTFSStream([attribute], of: attribute), geometry, device)
        let bytes = try reader.bytes(at: 0, NTFSAttributeList.byteLimit)
        return NTFSAttributeList(bytes[...], attribute)
    }
}

extension NTFSStream {
    /// Ends the content where its known clusters end: the table has no holes, so what is behind one cannot be found.
    fileprivate mutating func cut(toClustersOf clusterSize: Int64) {
        guard case .clusters(let runs) = content else { return }
        let clusters = runs.prefix { $0.block != nil }.reduce(0 as UInt64) {
            $0.addingReportingOverflow($1.blockCount).partialValue
        }
        let (known, overflow) = clusters.multipliedReportingOverflow(by: UInt64(clusterSize))
        byteCount = min(byteCount, initializedByteCount)
        if !overflow { byteCount = min(byteCount, known) }
    }
}

/// A file: its record, and the attributes of all records that describe it.
struct NTFSFile {
    let record: NTFSRecord
    let attributes: [NTFSAttribute]
    /// What cannot be read of it.
    let damage: NTFSDamage?

    var streams: [NTFSStream] { NTFSStream.streams(of: attributes) }

    /// Its names that can be read.
    var names: [NTFSFileName] {
        attributes.lazy.filter { $0.type == .fileName }.compactMap(\.resident).compactMap { try? NTFSFileName($0) }
    }
}
