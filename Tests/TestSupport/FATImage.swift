import Foundation

/// A FAT file system that dosfstools and mtools made.
public final class FATImage {
    private let folder: ScratchFolder
    private let path: String

    public static var canBeMade: Bool { Tool.areInstalled("mkfs.fat", "mcopy", "mmd") }

    /// - Parameters:
    ///   - options: of mkfs.fat.
    ///   - kibibyteCount: its size.
    ///   - files: by their paths, in this order; a name that ends in a slash is a folder.
    public init(_ options: String, kibibyteCount: Int, files: KeyValuePairs<String, [UInt8]>) throws {
        folder = try ScratchFolder()
        path = folder.path("fat.raw")
        let arguments = options.split(separator: " ").map(String.init)
        try Tool.run("mkfs.fat", ["-C", "--invariant"] + arguments + [path, String(kibibyteCount)])
        for (number, file) in files.enumerated() {
            if file.key.hasSuffix("/") {
                try Tool.run("mmd", "-i", path, "::/\(file.key.dropLast())")
            } else {
                let content = try folder.write(file.value, to: "\(number).content")
                try Tool.run("mcopy", "-i", path, content, "::/\(file.key)")
            }
        }
    }

    public func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
