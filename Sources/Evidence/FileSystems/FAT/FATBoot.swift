internal import Findings

/// The boot sector of FAT12, FAT16 or FAT32 (Microsoft, "FAT: General Overview of On-Disk Format", 1.03).
struct FATBoot {
    let heap: ClusterHeap
    let table: AllocationTable
    let width: AllocationTable.Width
    /// The root folder of FAT32; that of others lies in front of the clusters.
    let rootCluster: UInt64?
    let rootByteCount: Int64
    /// The number of the table that is said to be the active one, where there is none of that number.
    let missingTable: Int?

    /// Reads the boot sector, or the copy that FAT32 keeps in its sixth sector where it is damaged.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        let start = volume.range.offset
        for offset in [0, 6 * 512, 6 * 4096] as [Int64] {
            let bytes = try device.bytes(at: start + offset, byteCount: 512)
            if let boot = Self(bytes[...], start: start, device) {
                self = boot
                return
            }
        }
        throw EvidenceError(
            .fileSystemDamaged, path: "volume \(volume.index)", byteOffset: start, byteCount: 512,
            cause: "The boot sector of FAT is damaged, and so is its copy")
    }

    private init?(_ bytes: ArraySlice<UInt8>, start: Int64, _ device: any Device) {
        guard let sector = bytes.le16(11), let perCluster = bytes.byte(13), let reserved = bytes.le16(14),
            let copyCount = bytes.byte(16), let rootEntries = bytes.le16(17), let short = bytes.le16(19),
            let shortTable = bytes.le16(22), let long = bytes.le32(32), let longTable = bytes.le32(36),
            let flags = bytes.le16(40), let root = bytes.le32(44)
        else { return nil }
        let sectorSize = Int64(sector)
        guard [512, 1024, 2048, 4096].contains(sectorSize), perCluster.nonzeroBitCount == 1, reserved > 0,
            (1...8).contains(copyCount)
        else { return nil }
        let isLarge = shortTable == 0
        let tableSectors = isLarge ? Int64(longTable) : Int64(shortTable)
        let sectorCount = short == 0 ? Int64(long) : Int64(short)
        let entrySector = Int64(reserved) + Int64(copyCount) * tableSectors
        rootByteCount = Int64(rootEntries) * Int64(ClusterHeap.entrySize)
        let firstSector = entrySector + (rootByteCount + sectorSize - 1) / sectorSize
        guard tableSectors > 0, sectorCount > firstSector else { return nil }
        let counted = UInt64((sectorCount - firstSector) / Int64(perCluster))
        width = isLarge ? .bits28 : counted < 4085 ? .bits12 : .bits16
        // A table that is too short for its volume leaves the last clusters out.
        let described = width.entryCount(in: tableSectors * sectorSize)
        guard described > 2, counted > 0 else { return nil }
        heap = ClusterHeap(
            sectorSize: sectorSize, clusterSize: sectorSize * Int64(perCluster),
            clusterCount: min(counted, described - 2), offset: start + firstSector * sectorSize,
            entryOffset: start + entrySector * sectorSize, on: device)
        let copies = (0..<Int64(copyCount)).map { start + (Int64(reserved) + $0 * tableSectors) * sectorSize }
        // FAT32 can do without mirroring; then one copy is active (BPB_ExtFlags).
        let areMirrored = !isLarge || flags & 0x80 == 0
        let active = areMirrored ? 0 : Int(flags & 0x0F)
        table = AllocationTable(
            TableCopies(
                heap, at: copies, byteCount: tableSectors * sectorSize, active: active, areMirrored: areMirrored),
            width: width)
        missingTable = active < copies.count ? nil : active
        rootCluster = isLarge ? UInt64(root) & 0xFFF_FFFF : nil
    }
}
