import Foundation
import TestSupport

@testable import Evidence

/// An ISO 9660 disc as genisoimage makes it.
enum ISOImage {
    static var canBeMade: Bool { Tool.areInstalled("genisoimage") }

    static func bytes(_ options: [String], of tree: URL) throws -> [UInt8] {
        let scratch = try ScratchFolder()
        let path = scratch.path("disc.iso")
        try Tool.run("genisoimage", ["-quiet"] + options + ["-o", path, tree.path])
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    static func disk(_ options: [String], of tree: URL) throws -> SketchedDisk { disk(try bytes(options, of: tree)) }

    static func disk(_ bytes: [UInt8]) -> SketchedDisk {
        let disk = SketchedDisk(byteCount: Int64(bytes.count))
        disk.write(bytes, at: 0)
        return disk
    }
}
