internal import Findings

/// The part of a FAT or exFAT volume that is divided into clusters, and the addresses of the entries in it.
///
/// Clusters count from 2. Entries of 32 bytes have addresses as in libtsk: from 3, through all sectors from the first
/// one that can hold a folder.
struct ClusterHeap {
    let sectorSize: Int64
    let clusterSize: Int64
    let clusterCount: UInt64
    /// Where on the device cluster 2 lies.
    let offset: Int64
    /// Where on the device the first sector lies that can hold entries: the root folder of FAT12 and FAT16 is in front
    /// of the clusters.
    let entryOffset: Int64
    private let device: any Device

    static let entrySize = 32
    static let firstAddress: UInt64 = 3
    static let rootAddress: UInt64 = 2

    init(
        sectorSize: Int64, clusterSize: Int64, clusterCount: UInt64, offset: Int64, entryOffset: Int64,
        on device: any Device
    ) {
        (self.sectorSize, self.clusterSize, self.clusterCount) = (sectorSize, clusterSize, clusterCount)
        (self.offset, self.entryOffset, self.device) = (offset, entryOffset, device)
    }

    var lastCluster: UInt64 { clusterCount + 1 }
    /// The most content that the volume can hold, in bytes.
    var byteCount: Int64 { Int64(clusterCount) * clusterSize }

    func contains(_ cluster: UInt64) -> Bool { cluster >= 2 && cluster <= lastCluster }

    /// Where on the device a cluster lies; nil for one outside of the volume.
    func offset(ofCluster cluster: UInt64) -> Int64? {
        contains(cluster) ? offset + Int64(cluster - 2) * clusterSize : nil
    }

    /// The cluster that holds a byte of the device; nil in front of the clusters and behind them.
    func cluster(at position: Int64) -> UInt64? {
        guard position >= offset else { return nil }
        let cluster = UInt64((position - offset) / clusterSize) + 2
        return contains(cluster) ? cluster : nil
    }

    var mapper: RunMapper {
        RunMapper(blockSize: clusterSize, lastBlock: lastCluster, offset: offset(ofCluster:))
    }

    // MARK: Entries

    /// The address of the entry at a byte of the device.
    func address(ofEntryAt position: Int64) -> UInt64 {
        UInt64(max(0, position - entryOffset)) / UInt64(Self.entrySize) + Self.firstAddress
    }

    /// Where on the device an entry lies; nil for an address outside of the volume.
    func offset(ofEntry address: UInt64) -> Int64? {
        guard address >= Self.firstAddress, let index = Int64(exactly: address - Self.firstAddress),
            let position = index.multiplied(by: Int64(Self.entrySize))?.adding(entryOffset),
            position < offset + byteCount
        else { return nil }
        return position
    }

    /// Reads bytes of the device.
    /// - Throws: also when the device ends in front of them.
    func bytes(at position: Int64, _ byteCount: Int) throws(EvidenceError) -> [UInt8] {
        let bytes = try device.bytes(at: position, byteCount: byteCount)
        guard bytes.count == byteCount else {
            throw EvidenceError(
                .truncatedImage, path: "the device", byteOffset: position, byteCount: Int64(byteCount),
                cause: "The volume goes on behind the end of the image")
        }
        return bytes
    }

    func bytes(ofCluster cluster: UInt64) throws(EvidenceError) -> [UInt8] {
        guard let offset = offset(ofCluster: cluster) else {
            throw EvidenceError(.clusterOutsideVolume, path: "FAT", cause: "There is no cluster \(cluster)")
        }
        return try bytes(at: offset, Int(clusterSize))
    }
}
