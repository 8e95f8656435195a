import Foundation
import Subprocess
import SystemPackage

/// A folder of one test's own, gone with the value. PostgreSQL's user may pass through it.
final class Scratch: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "e\(UInt32.random(in: 0...UInt32.max))")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }

    deinit {
        // A server that is just ending removes files of its own meanwhile.
        for _ in 0..<100 where FileManager.default.fileExists(atPath: url.path) {
            try? FileManager.default.removeItem(at: url)
        }
    }

    /// A data folder for a private store.
    var data: String { url.appending(path: "data").path }

    /// Writes a text of lines.
    func file(_ name: String, _ lines: [String]) throws -> URL {
        let file = url.appending(path: name)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        return file
    }

    /// Takes over a store that nobody uses: quicker than making one.
    func copyData(of other: Scratch) async throws {
        let result = try await Subprocess.run(
            .name("cp"), arguments: ["-a", other.data, data], output: .discarded, error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw CannotUnpack(cause: result.standardError) }
    }

    /// Lays an exhibit's files out as a program would be given them, with whatever lies beside them: a container may
    /// name another file.
    /// - Returns: the first one's path.
    func unpack(_ exhibit: Exhibit) async throws -> String {
        guard let first = exhibit.files.first else { throw Exhibits.MissingExhibit(id: exhibit.id) }
        let source = first.deletingLastPathComponent()
        // Folders of the fixtures and of the collection have the same names, and other files.
        let prefix = source.path.hasPrefix(Exhibits.fixtures.path) ? "fixtures-" : ""
        let place = url.appending(path: prefix + source.lastPathComponent)
        if !FileManager.default.fileExists(atPath: place.path) { try copyNeighbours(in: source, to: place) }
        try await unpack(exhibit.files.filter { $0.pathExtension == "zst" }, to: place)
        let unpacked = first.pathExtension == "zst" ? first.deletingPathExtension() : first
        return place.appending(path: unpacked.lastPathComponent).path
    }

    private func copyNeighbours(in folder: URL, to place: URL) throws {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files where file.pathExtension != "zst" {
            try FileManager.default.copyItem(at: file, to: place.appending(path: file.lastPathComponent))
        }
    }

    private func unpack(_ files: [URL], to place: URL) async throws {
        guard !files.isEmpty else { return }
        let result = try await Subprocess.run(
            .name("zstd"),
            arguments: Arguments(["-d", "-q", "-f", "--output-dir-flat", place.path] + files.map(\.path)),
            output: .discarded, error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw CannotUnpack(cause: result.standardError) }
    }

    struct CannotUnpack: Error { let cause: String }
}
