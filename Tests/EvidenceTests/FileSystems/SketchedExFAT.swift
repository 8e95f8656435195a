import Findings
import TestSupport
import Testing

@testable import Evidence

/// An exFAT that mkfs.exfat made, into which a test draws files by the specification (Microsoft, "exFAT file system
/// specification", 4.1 and 7).
struct SketchedExFAT {
    let disk: SketchedDisk
    let volume: Volume
    let boot: ExFATBoot
    var heap: ClusterHeap { boot.heap }
    private let bitmapOffset: Int64

    /// What a file's entries say.
    struct File {
        var name: String
        var isFolder = false
        var first: UInt32
        var byteCount: Int64
        var validByteCount: Int64?
        var isContiguous = false
        /// Entries of other kinds behind its name.
        var further: [UInt8] = []
    }

    init(clusterSize: Int = 4096) throws {
        disk = SketchedDisk(holding: try ExFATImage.bytes("-c \(clusterSize)", byteCount: 8 << 20))
        volume = try #require(Survey(of: disk).volumes.first)
        boot = try ExFATBoot(of: volume, on: disk)
        let root = try boot.heap.bytes(ofCluster: boot.rootCluster)[...]
        let entry = try #require(stride(from: 0, to: root.count, by: 32).first { root.byte($0) == 0x81 })
        let cluster = UInt64(try #require(root.le32(entry + 20)))
        bitmapOffset = try #require(boot.heap.offset(ofCluster: cluster))
    }

    func harvest() throws -> Harvest { try Harvest(of: volume, on: disk) }

    /// Where a cluster lies.
    func offset(_ cluster: UInt64) throws -> Int64 { try #require(heap.offset(ofCluster: cluster)) }

    /// Draws a file into a folder, behind the names that it has.
    func add(_ file: File, to folder: UInt64? = nil) throws { try append(Self.set(of: file), to: folder) }

    /// Writes entries behind those that a folder has.
    func append(_ entries: [UInt8], to folder: UInt64? = nil) throws {
        let folder = folder ?? boot.rootCluster
        let bytes = try heap.bytes(ofCluster: folder)[...]
        let end = try #require(stride(from: 0, to: bytes.count, by: 32).first { bytes.byte($0) == 0 })
        disk.write(entries, at: try offset(folder) + Int64(end))
    }

    func write(_ file: File, at position: Int64) { disk.write(Self.set(of: file), at: position) }

    /// The entries of a file whose name has at most 15 characters.
    static func set(of file: File) -> [UInt8] {
        let day = le(UInt32(46 << 9 | 11 << 5 | 24) << 16)
        let attributes: [UInt8] = le(UInt16(file.isFolder ? 0x10 : 0x20)) + [0, 0]
        var set: [UInt8] = [0x85, UInt8(2 + file.further.count / 32), 0, 0] + attributes
        set += day + day + day + [0, 0, 0x80, 0x80, 0x80] + [UInt8](repeating: 0, count: 7)
        let name = file.name.utf16.flatMap { le($0) }
        set += [0xC0, file.isContiguous ? 3 : 1, 0, UInt8(name.count / 2), 0, 0, 0, 0]
        set += le(file.validByteCount ?? file.byteCount) + [0, 0, 0, 0] + le(file.first) + le(file.byteCount)
        set += [0xC1, 0] + name + [UInt8](repeating: 0, count: 30 - name.count) + file.further
        var sum: UInt16 = 0
        for (index, byte) in set.enumerated() where index != 2 && index != 3 {
            sum = (sum & 1 == 1 ? 0x8000 : 0) + (sum >> 1) &+ UInt16(byte)
        }
        set.replaceSubrange(2..<4, with: le(sum))
        return set
    }

    /// Chains clusters in the table, and marks them as in use.
    func chain(_ clusters: [UInt32]) throws {
        for (cluster, next) in zip(clusters, clusters.dropFirst() + [0xFFFF_FFFF]) {
            disk.write(le(next), at: boot.table.copies.offsets[0] + Int64(cluster) * 4)
            try mark(cluster, inUse: true)
        }
    }

    func mark(_ cluster: UInt32, inUse: Bool) throws {
        let position = bitmapOffset + Int64(cluster - 2) / 8
        let byte = try disk.bytes(at: position, byteCount: 1)[0]
        let bit: UInt8 = 1 << ((cluster - 2) % 8)
        disk.write([inUse ? byte | bit : byte & ~bit], at: position)
    }
}
