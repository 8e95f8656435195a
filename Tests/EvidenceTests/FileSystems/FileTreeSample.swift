import Findings
import Foundation
import TestSupport

@testable import Evidence

/// A tree of files of every kind, of which other programs make file systems: what a walk must find.
final class FileTreeSample {
    private let scratch: ScratchFolder
    let url: URL

    init() throws {
        scratch = try ScratchFolder()
        url = scratch.url.appending(path: "tree")
        try folder("nested/deep/deeper/deepest")
        try folder("1/2/3/4/5/6/7/8/9/10")
        try write("1/2/3/4/5/6/7/8/9/10/bottom", "bottom".utf8)
        try folder("many")
        try folder("empty folder")
        try write("nested/deep/deeper/deepest/note", Array("hello\n".utf8))
        for number in 0..<100 { try write("many/a file with a rather long name, number \(number)", "\(number)".utf8) }
        try write("empty", [])
        try write(String(repeating: "n", count: 200), "a long name".utf8)
        try write("one byte", [1])
        var random = SplitMix64(seed: 5)
        for size in [511, 512, 513, 4096, 49_152, 49_153, 200_001] {
            try write("nested/\(size) bytes", (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
        try write("large", (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 / 4096 &* 31 &+ $0) })
        // Zeros but for its ends, so that its blocks may be left out.
        try write("sparse", [7] + [UInt8](repeating: 0, count: 60_000) + [8])
        let manager = FileManager.default
        try manager.linkItem(at: url.appending(path: "nested/513 bytes"), to: url.appending(path: "many/hard link"))
        for (name, target) in [("short link", "one byte"), ("long link", String(repeating: "x/", count: 400))] {
            try manager.createSymbolicLink(atPath: url.appending(path: name).path, withDestinationPath: target)
        }
    }

    private func folder(_ path: String) throws {
        try FileManager.default.createDirectory(at: url.appending(path: path), withIntermediateDirectories: true)
    }

    private func write(_ path: String, _ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: url.appending(path: path))
    }

    /// What the tree has and the walk has not, or the other way round, by path: kind, size and digest.
    /// - Parameter extra: paths that only the walk has.
    func differences(from harvest: Harvest, on device: any Device, extra: Set<String> = []) throws -> [String] {
        let digests = try harvest.digests(on: device)
        var found: [String: String] = [:]
        for item in harvest.items where item.isAllocated && item.kind != .virtual {
            let what =
                switch item.kind {
                case .directory: "folder"
                case .link: "link to \(String(decoding: item.linkTarget ?? [], as: UTF8.self))"
                default: "\(item.byteCount ?? -1) bytes \(digests[item.ordinal] ?? "-")"
                }
            for path in harvest.paths(of: item) { found[String(decoding: path, as: UTF8.self)] = what }
        }
        let truth = try content()
        return Set(found.keys).union(truth.keys).subtracting(extra).sorted().compactMap { path in
            found[path] == truth[path] ? nil : "\(path): \(found[path] ?? "-") instead of \(truth[path] ?? "-")"
        }
    }

    private func content() throws -> [String: String] {
        let sums = try Tool.run("sh", "-c", "cd \"$0\" && find . -type f -exec sha256sum {} +", url.path)
        var content: [String: String] = [:]
        for line in String(decoding: sums, as: UTF8.self).split(separator: "\n") {
            let path = String(line.dropFirst(68))
            let size = try Data(contentsOf: url.appending(path: path)).count
            content["/" + path] = "\(size) bytes \(line.prefix(64))"
        }
        let rest = try Tool.run(
            "find", url.path, "-mindepth", "1", "(", "-type", "d", "-printf", "%P\\tfolder\\n", ")", "-o", "-type", "l",
            "-printf", "%P\\tlink to %l\\n")
        for line in String(decoding: rest, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            content["/" + parts[0]] = parts[1]
        }
        return content
    }
}
