internal import Findings

/// Where things are on an NTFS volume, by its boot sector (Microsoft, "NTFS Technical Reference"; Linux kernel,
/// Documentation/filesystems/ntfs).
struct NTFSGeometry {
    /// The volume's first byte on the device.
    let start: Int64
    let clusterSize: Int64
    let clusterCount: UInt64
    /// The first clusters of the master file table and of its mirror.
    let tableCluster: UInt64
    let mirrorCluster: UInt64
    /// Bytes of a record of the master file table.
    let recordSize: Int
    /// Bytes of a block of an index.
    let indexSize: Int

    /// Reads the boot sector, or its copy in the volume's last sector, which may be of any size, where it is damaged.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        start = volume.range.offset
        let end = min(volume.range.end, device.byteCount)
        var words = "it cannot be read"
        for offset in [start, end - 512, end - 4096] where offset >= start {
            guard let sector = try? device.bytes(at: offset, byteCount: 512) else { continue }
            switch Self.parse(sector[...]) {
            case .success(let layout):
                (clusterSize, clusterCount) = (layout.clusterSize, layout.clusterCount)
                (tableCluster, mirrorCluster) = (layout.tableCluster, layout.mirrorCluster)
                (recordSize, indexSize) = (layout.recordSize, layout.indexSize)
                return
            case .failure(let damage): words = damage.words
            }
        }
        throw EvidenceError(
            .fileSystemDamaged, path: "volume \(volume.index)", byteOffset: start, byteCount: 512,
            cause: "The boot sector of NTFS and its copy are damaged: \(words)")
    }

    private struct Layout {
        var clusterSize: Int64 = 0
        var clusterCount: UInt64 = 0
        var tableCluster: UInt64 = 0
        var mirrorCluster: UInt64 = 0
        var recordSize = 0
        var indexSize = 0
    }

    private static func parse(_ boot: ArraySlice<UInt8>) -> Result<Layout, NTFSDamage> {
        guard boot.part(3, 8).map({ $0.elementsEqual("NTFS    ".utf8) }) == true,
            let sectorSize = boot.le16(11), let perCluster = boot.byte(13), let sectorCount = boot.le64(40),
            let table = boot.le64(48), let mirror = boot.le64(56), let record = boot.byte(64),
            let index = boot.byte(68)
        else { return .failure(NTFSDamage("it does not begin as one of NTFS")) }
        // Above 128 the number of sectors is written as the negative of its exponent.
        let sectors = perCluster <= 128 ? Int64(perCluster) : 1 << min(40, 256 - Int64(perCluster))
        let clusterSize = Int64(sectorSize) * sectors
        guard (256...4096).contains(sectorSize), sectorSize.nonzeroBitCount == 1, sectors.nonzeroBitCount == 1,
            (256...2 << 20).contains(clusterSize)
        else { return .failure(NTFSDamage("sectors of \(sectorSize) bytes, clusters of \(sectors) sectors")) }
        guard let recordSize = size(record, clusterSize, atMost: 64 << 10),
            let indexSize = size(index, clusterSize, atMost: 2 << 20)
        else { return .failure(NTFSDamage("records of code \(record), index blocks of code \(index)")) }
        return .success(
            Layout(
                clusterSize: clusterSize, clusterCount: sectorCount / UInt64(sectors), tableCluster: table,
                mirrorCluster: mirror, recordSize: recordSize, indexSize: indexSize))
    }

    /// A size in clusters, or as the negative of its exponent.
    private static func size(_ code: UInt8, _ clusterSize: Int64, atMost limit: Int64) -> Int? {
        let code = Int64(Int8(bitPattern: code))
        let size = code > 0 ? code * clusterSize : 1 << min(40, -code)
        return (512...limit).contains(size) && size % 512 == 0 ? Int(size) : nil
    }

    /// Where on the device a cluster lies; nil when the number is beyond all devices.
    func offset(ofCluster cluster: UInt64) -> Int64? {
        Int64(exactly: cluster)?.multiplied(by: clusterSize)?.adding(start)
    }

    var mapper: RunMapper {
        RunMapper(blockSize: clusterSize, lastBlock: max(clusterCount, 1) - 1, offset: offset(ofCluster:))
    }
}

/// What is wrong with a structure of NTFS.
struct NTFSDamage: Error {
    let words: String
    /// Where in its record, in bytes; nil where that says nothing.
    var byteOffset: Int?

    init(_ words: String, at byteOffset: Int? = nil) { (self.words, self.byteOffset) = (words, byteOffset) }
}
