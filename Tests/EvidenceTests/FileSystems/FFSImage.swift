import Findings
import Foundation
import TestSupport
import Testing

@testable import Evidence

/// UFS as NetBSD's makefs makes it of a tree of files, and where its structures lie (NetBSD, sys/ufs/ffs/fs.h and
/// ufs/ufs/dinode.h).
struct FFSImage: CustomTestStringConvertible, Sendable {
    let version: Int
    let isBigEndian: Bool

    static let all = [1, 2].flatMap { version in [false, true].map { FFSImage(version: version, isBigEndian: $0) } }
    static var canBeMade: Bool { Tool.areInstalled("makefs") }

    var testDescription: String { "UFS\(version), \(isBigEndian ? "big" : "little")-endian" }

    /// Blocks of 4 KiB in fragments of 512 bytes: a file's second level of indirect blocks begins at 4 MiB.
    func disk(of tree: URL) throws -> SketchedDisk {
        let scratch = try ScratchFolder()
        let path = scratch.path("ufs.raw")
        try Tool.run(
            "makefs", "-t", "ffs", "-o", "version=\(version),bsize=4096,fsize=512,density=16384", "-B",
            isBigEndian ? "be" : "le", "-s", "16m", path, tree.path)
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        let disk = SketchedDisk(byteCount: Int64(bytes.count))
        disk.write(bytes, at: 0)
        if version == 2 { moveSuperblock(on: disk, bytes) }
        return disk
    }

    /// Puts the superblock where newfs has it: makefs leaves that of UFS2 where UFS1 has its own, and has inodes there
    /// that this small tree does not need.
    private func moveSuperblock(on disk: SketchedDisk, _ bytes: [UInt8]) {
        disk.write(Array(bytes[8192..<8192 + 1376]), at: 65_536)
        disk.write(number(Int64(65_536)), at: 65_536 + 1000)
        disk.write([UInt8](repeating: 0, count: 4), at: 8192 + 1372)
    }

    func number<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { isBigEndian ? be(number) : le(number) }

    private func read(_ disk: SketchedDisk, _ offset: Int64, _ byteCount: Int) throws -> Int64 {
        let bytes = try disk.bytes(at: offset, byteCount: byteCount)
        return (isBigEndian ? bytes : bytes.reversed()).reduce(0) { $0 << 8 | Int64($1) }
    }

    // MARK: Places

    var superblock: Int64 { version == 1 ? 8192 : 65_536 }
    private var pointerSize: Int { version == 1 ? 4 : 8 }

    func fragment(_ number: Int64) -> Int64 { number * 512 }

    func inode(_ number: Int64, on disk: SketchedDisk) throws -> Int64 {
        let perGroup = try read(disk, superblock + 184, 4)
        let start = try group(number / perGroup, on: disk)
        return start + fragment(try read(disk, superblock + 16, 4)) + number % perGroup * (version == 1 ? 128 : 256)
    }

    /// Where a group begins; those of UFS1 are shifted against each other.
    private func group(_ number: Int64, on disk: SketchedDisk) throws -> Int64 {
        fragment(number * (try read(disk, superblock + 188, 4)))
    }

    /// Where the pointer to one of the first twelve blocks of a file is.
    func pointer(_ index: Int64, of number: Int64, on disk: SketchedDisk) throws -> Int64 {
        try inode(number, on: disk) + (version == 1 ? 40 : 112) + index * Int64(pointerSize)
    }

    /// Takes a block out of a file, which has a hole then.
    func punch(_ index: Int64, of number: Int64, on disk: SketchedDisk) throws {
        disk.write([UInt8](repeating: 0, count: pointerSize), at: try pointer(index, of: number, on: disk))
    }

    // MARK: Deleting

    /// Deletes a file as the kernel does: its name, its inode and its content stay, but are free.
    /// - Parameter kept: a byte of the device whose fragment stays in use.
    func delete(_ item: Item, named name: String, but kept: Int64, on disk: SketchedDisk) throws {
        let bytes = try disk.bytes(at: 0, byteCount: Int(disk.byteCount))
        // In front of a name are its type and length, the entry's length, and the inode.
        let place = try #require(bytes.firstRange(of: Array(name.utf8) + [0])).lowerBound
        disk.write([0, 0, 0, 0], at: Int64(place) - 8)
        let number = try #require(Int64(item.address))
        let perGroup = try read(disk, superblock + 184, 4)
        try mark(number % perGroup, in: number / perGroup, at: 92, as: false, on: disk)
        let fragments = try read(disk, superblock + 188, 4)
        for range in item.runs.compactMap(\.range) {
            for fragment in range.offset / 512...(range.end - 1) / 512 where fragment != kept / 512 {
                try mark(fragment % fragments, in: fragment / fragments, at: 96, as: true, on: disk)
            }
        }
    }

    /// Changes a bit of a map of a group: 92 is where the group says its map of used inodes is, 96 that of free
    /// fragments.
    private func mark(_ bit: Int64, in number: Int64, at field: Int64, as isSet: Bool, on disk: SketchedDisk) throws {
        let header = try group(number, on: disk) + fragment(try read(disk, superblock + 12, 4))
        let place = header + (try read(disk, header + field, 4)) + bit / 8
        let byte = UInt8(try read(disk, place, 1))
        disk.write([isSet ? byte | 1 << (bit % 8) : byte & ~(1 << (bit % 8))], at: place)
    }
}
