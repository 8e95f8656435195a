import Evidence
import Findings

/// An NTFS volume drawn by a test, record by record, by the layout that the Linux kernel documents (fs/ntfs3/ntfs.h)
/// and The Sleuth Kit reads: 4 MiB, clusters and records of 4 KiB.
///
///     cluster 0   the boot sector
///             4   the master file table: 64 records
///            68   its mirror, cut short
///            71   the bitmap
///            72   contents that a test puts there
struct SketchedNTFS {
    var records: [UInt64: Record] = [:]
    /// What folders say of the names in them; made from the records' own names where nothing else is said.
    var indexes: [UInt64: [Entry]] = [:]
    /// Clusters in use besides those of the file system itself.
    var clustersInUse: Set<Int> = []
    private var contents: [Int: [UInt8]] = [:]

    static let clusterSize = 4096
    static let clusterCount = 1024
    static let recordCount = 64
    static let firstFreeCluster = 72
    private static let tableCluster = 4
    private static let mirrorCluster = 68
    private static let bitmapCluster = 71

    struct Record {
        var sequence: UInt16 = 1
        var isInUse = true
        var isFolder = false
        var base: UInt64 = 0
        var attributes: [Attribute] = []

        static func file(_ attributes: Attribute...) -> Record { Record(attributes: [.times()] + attributes) }
        static func folder(_ attributes: Attribute...) -> Record {
            Record(isFolder: true, attributes: [.times()] + attributes)
        }
    }

    struct Entry {
        var file: UInt64
        var name: [UInt8]
    }

    /// A volume with its master file table, root folder, and bitmap.
    init() {
        let (table, root) = (Self.tableCluster, Self.reference(5, 5))
        let size = Self.recordCount * Self.clusterSize
        records[0] = .file(
            .name("$MFT", in: root), .clusters(.data, [(table, Self.recordCount)], byteCount: size))
        // Version 3.1.
        let version: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0]
        records[3] = .file(.name("$Volume", in: root), .resident(.volume, version))
        records[3]?.sequence = 3
        records[5] = .folder(.name(".", in: root))
        records[5]?.sequence = 5
        records[6] = .file(
            .name("$Bitmap", in: root), .clusters(.data, [(Self.bitmapCluster, 1)], byteCount: Self.clusterCount / 8))
        records[6]?.sequence = 6
    }

    static func reference(_ record: UInt64, _ sequence: UInt16 = 1) -> UInt64 { record | UInt64(sequence) << 48 }
    static let root = reference(5, 5)

    /// Where a record lies, in bytes.
    static func offset(ofRecord number: UInt64) -> Int64 { Int64(tableCluster + Int(number)) * Int64(clusterSize) }

    mutating func write(_ bytes: [UInt8], toCluster cluster: Int) { contents[cluster] = bytes }

    // MARK: Writing it down

    func disk() -> SketchedDisk {
        var whole = self
        whole.finish()
        let disk = SketchedDisk(byteCount: Int64(Self.clusterCount * Self.clusterSize) + 512)
        disk.write(Self.boot, at: 0)
        for (number, record) in whole.records {
            disk.write(record.bytes(number), at: Self.offset(ofRecord: number))
            guard number < 3 else { continue }
            disk.write(record.bytes(number), at: Int64((Self.mirrorCluster + Int(number)) * Self.clusterSize))
        }
        for (cluster, bytes) in whole.contents { disk.write(bytes, at: Int64(cluster * Self.clusterSize)) }
        return disk
    }

    func harvest() throws -> Harvest {
        let disk = disk()
        let volume = disk.survey.volumes[0]
        return try Harvest(of: volume, on: disk)
    }

    private mutating func finish() {
        var bitmap = [UInt8](repeating: 0, count: Self.clusterCount / 8)
        for cluster in Set(0..<Self.firstFreeCluster).union(clustersInUse) { bitmap[cluster / 8] |= 1 << (cluster % 8) }
        contents[Self.bitmapCluster] = bitmap
        let folders = records.filter(\.value.isFolder).map(\.key)
        for number in folders { records[number]?.markNamesAsFolders() }
        for number in folders {
            let index = Attribute.index(indexes[number] ?? entries(of: number))
            records[number]?.attributes.append(index)
        }
    }

    /// The names that files say they have in a folder.
    func entries(of folder: UInt64) -> [Entry] {
        records.sorted { $0.key < $1.key }.flatMap { number, record in
            record.attributes.filter { record.isInUse && $0.kind == .name && $0.folder == folder }.map {
                Entry(file: Self.reference(number, record.sequence), name: $0.content)
            }
        }
    }

    private static var boot: [UInt8] {
        var boot: [UInt8] = [0xEB, 0x52, 0x90] + Array("NTFS    ".utf8) + le(UInt16(512)) + [8]
        boot += [UInt8](repeating: 0, count: 40 - boot.count)
        boot += le(UInt64(clusterCount * 8)) + le(UInt64(tableCluster)) + le(UInt64(mirrorCluster))
        boot += [1, 0, 0, 0, 1, 0, 0, 0] + le(UInt64(0x1234_5678))
        return boot + [UInt8](repeating: 0, count: 510 - boot.count) + [0x55, 0xAA]
    }
}

extension SketchedNTFS.Record {
    /// A name repeats the attributes of its file.
    fileprivate mutating func markNamesAsFolders() {
        for index in attributes.indices where attributes[index].kind == .name {
            attributes[index].content.replaceSubrange(56..<60, with: le(0x1000_0000 as UInt32))
        }
    }

    /// With the ends of its sectors kept apart.
    fileprivate func bytes(_ number: UInt64) -> [UInt8] {
        var attributes: [UInt8] = []
        for (index, attribute) in self.attributes.enumerated() {
            attributes += attribute.bytes(id: attribute.id ?? UInt16(index))
        }
        let flags: UInt16 = (isInUse ? 1 : 0) | (isFolder ? 2 : 0)
        var bytes = Array("FILE".utf8) + le(UInt16(48)) + le(UInt16(9)) + le(UInt64(0)) + le(sequence) + le(UInt16(1))
        bytes += le(UInt16(72)) + le(flags) + le(UInt32(80 + attributes.count)) + le(UInt32(4096)) + le(base)
        bytes += le(UInt16(100)) + le(UInt16(0)) + le(UInt32(number)) + [UInt8](repeating: 0, count: 24)
        bytes += attributes + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
        bytes += [UInt8](repeating: 0, count: 4096 - bytes.count)
        bytes.replaceSubrange(48..<50, with: [7, 0])
        for sector in 1...8 {
            let end = sector * 512 - 2
            bytes.replaceSubrange(48 + 2 * sector..<50 + 2 * sector, with: bytes[end..<end + 2])
            bytes.replaceSubrange(end..<end + 2, with: [7, 0])
        }
        return bytes
    }
}
