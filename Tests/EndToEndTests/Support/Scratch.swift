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

    /// Lays an exhibit's files out as a program would be given them, with whatever lies beside them.
    /// - Returns: the first one's path.
    func unpack(_ exhibit: Exhibit) async throws -> String {
        guard let file = exhibit.files.first else { throw Exhibits.MissingExhibit(id: exhibit.id) }
        try await unpack(folder: file.deletingLastPathComponent())
        let name =
            file.lastPathComponent.hasSuffix(".zst")
            ? String(file.lastPathComponent.dropLast(4)) : file.lastPathComponent
        return place(of: file.deletingLastPathComponent()).appending(path: name).path
    }

    private func place(of folder: URL) -> URL { url.appending(path: folder.lastPathComponent) }

    private func unpack(folder: URL) async throws {
        let place = place(of: folder)
        guard !FileManager.default.fileExists(atPath: place.path) else { return }
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let packed = names.filter { $0.hasSuffix(".zst") }
        for name in names where !name.hasSuffix(".zst") {
            try FileManager.default.copyItem(at: folder.appending(path: name), to: place.appending(path: name))
        }
        guard !packed.isEmpty else { return }
        let result = try await Subprocess.run(
            .name("zstd"),
            arguments: Arguments(
                ["-d", "-q", "--output-dir-flat", place.path] + packed.map { folder.appending(path: $0).path }),
            output: .discarded, error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw CannotUnpack(cause: result.standardError) }
    }

    struct CannotUnpack: Error { let cause: String }
}
