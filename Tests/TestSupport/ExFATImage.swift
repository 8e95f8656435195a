import Foundation

/// An empty exFAT file system that exfatprogs made.
public enum ExFATImage {
    public static var canBeMade: Bool { Tool.areInstalled("mkfs.exfat") }

    /// - Parameters:
    ///   - byteCount: its size.
    ///   - options: of mkfs.exfat.
    public static func bytes(_ options: String, byteCount: Int) throws -> [UInt8] {
        let folder = try ScratchFolder()
        let path = try folder.write([], to: "exfat.raw")
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: UInt64(byteCount))
        try file.close()
        try Tool.run("mkfs.exfat", options.split(separator: " ").map(String.init) + [path])
        return Array(try Data(contentsOf: URL(filePath: path)))
    }
}
