internal import Findings

/// The boot sector of exFAT (Microsoft, "exFAT file system specification").
struct ExFATBoot {
    let heap: ClusterHeap
    let table: AllocationTable
    let rootCluster: UInt64
    /// The number of the bitmap that goes with the active table.
    let activeBitmap: UInt8

    /// Reads the boot sector, or its copy in the twelfth where it is damaged.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        let start = volume.range.offset
        for offset in [0, 12 * 512, 12 * 4096] as [Int64] {
            let bytes = try device.bytes(at: start + offset, byteCount: 512)
            if let boot = Self(bytes[...], start: start, device) {
                self = boot
                return
            }
        }
        throw EvidenceError(
            .fileSystemDamaged, path: "volume \(volume.index)", byteOffset: start, byteCount: 512,
            cause: "The boot sector of exFAT is damaged, and so is its copy")
    }

    private init?(_ bytes: ArraySlice<UInt8>, start: Int64, _ device: any Device) {
        guard bytes.part(3, 8).map({ $0.elementsEqual("EXFAT   ".utf8) }) == true,
            let sectorExponent = bytes.byte(108), let clusterExponent = bytes.byte(109),
            (9...12).contains(sectorExponent), clusterExponent <= 25 - sectorExponent,
            let tableSector = bytes.le32(80), let tableLength = bytes.le32(84), let heapSector = bytes.le32(88),
            let count = bytes.le32(92), let root = bytes.le32(96), let copies = bytes.byte(110),
            let flags = bytes.le16(106), count > 0
        else { return nil }
        let sectorSize: Int64 = 1 << Int64(sectorExponent)
        let offset = start + Int64(heapSector) * sectorSize
        heap = ClusterHeap(
            sectorSize: sectorSize, clusterSize: sectorSize << Int64(clusterExponent), clusterCount: UInt64(count),
            offset: offset, entryOffset: offset, on: device)
        let length = Int64(tableLength) * sectorSize
        let tables = (0..<Int64(max(1, min(2, copies)))).map { start + Int64(tableSector) * sectorSize + $0 * length }
        // TexFAT changes the copy that is not active, and then makes that the active one (VolumeFlags.ActiveFat).
        let active = tables.count > 1 ? Int(flags & 1) : 0
        table = AllocationTable(
            TableCopies(heap, at: tables, byteCount: length, active: active, areMirrored: false), width: .bits32)
        activeBitmap = UInt8(active)
        rootCluster = UInt64(root)
    }
}
