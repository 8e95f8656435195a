import Foundation

/// An ext file system that e2fsprogs made: mke2fs formats it, debugfs fills and changes it, and says what is there.
public final class ExtImage {
    private let folder: ScratchFolder
    public let path: String

    public static var canBeMade: Bool { Tool.areInstalled("mke2fs", "debugfs") }

    /// - Parameters:
    ///   - options: of mke2fs.
    ///   - size: as mke2fs writes it: `16M`.
    ///   - files: put into the root folder, by their names.
    ///   - commands: of debugfs, one by one.
    public init(
        _ options: String..., size: String, files: [String: [UInt8]] = [:], commands: [String] = []
    ) throws {
        folder = try ScratchFolder()
        path = folder.path("ext.raw")
        let arguments = options.flatMap { $0.split(separator: " ").map(String.init) }
        try Self.format(arguments + [path, size])
        var script = try files.sorted { $0.key < $1.key }.enumerated().map { number, file in
            "write \(try folder.write(file.value, to: "\(number).content")) \(file.key)"
        }
        script += commands
        if !script.isEmpty { try run(script) }
    }

    private static func format(_ arguments: [String]) throws {
        // Times and identifiers that differ from run to run would make failures that do not come back.
        let fixed = [
            "-q", "-F", "-U", "6d1c7b9e-7a3f-4e0e-9c55-1f0a4d2b8c77", "-E",
            "hash_seed=6d1c7b9e-7a3f-4e0e-9c55-1f0a4d2b8c77",
        ]
        try Tool.run("mke2fs", fixed + arguments)
    }

    /// Changes the file system by commands of debugfs.
    public func run(_ commands: [String]) throws {
        let script = try folder.write((commands.joined(separator: "\n") + "\n").utf8, to: "commands")
        try Tool.run("debugfs", "-w", "-f", script, path)
    }

    /// What debugfs answers to one command.
    public func ask(_ command: String) throws -> String {
        String(decoding: try Tool.run("debugfs", "-R", command, path), as: UTF8.self)
    }

    public func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
