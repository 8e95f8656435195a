import FileTypes
import Foundation

/// Pictures, films and hash sets that lie beside the package, where they do.
enum SharedFiles {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data").standardizedFileURL
    private static let parts = ["metadata", "pdq", "hashsets"]

    static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "metadata").path) }

    static let paths: [String] = parts.flatMap { part -> [String] in
        let files = FileManager.default.enumerator(
            at: folder.appending(path: part), includingPropertiesForKeys: [.isRegularFileKey])
        let urls = (files?.allObjects as? [URL]) ?? []
        return urls.filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .map(\.path).sorted()
    }

    static func type(of path: String) throws -> String {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        let byteCount = try file.seekToEnd()
        try file.seek(toOffset: 0)
        let prefix = [UInt8](try file.read(upToCount: FileType.prefixByteCount) ?? Data())
        return FileType.mime(ofPrefix: prefix.span, byteCount: Int64(byteCount))
    }

    /// Where we differ from libmagic 5.44, and why.
    static let exceptions: [(ours: String, theirs: String, reason: String)] = [
        ("text/plain", "text/csv", "a table of values is text; its form is no signature"),
        ("text/plain", "text/x-script.python", "a language is guessed by words within the text"),
        ("application/json", "text/plain", "JSON behind a byte-order mark, or with an error further on"),
        ("image/x-adobe-dng", "image/tiff", "a camera's raw format, told apart by its tags"),
        ("image/x-nikon-nef", "image/tiff", "a camera's raw format, told apart by its tags"),
        ("image/x-canon-cr3", "application/octet-stream", "unknown to libmagic"),
        ("image/x-minolta-mrw", "application/octet-stream", "unknown to libmagic"),
        ("image/x-panasonic-rw2", "application/octet-stream", "unknown to libmagic"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/octet-stream",
            "libmagic expects the members in another order"
        ),
        ("application/octet-stream", "application/x-dbt", "chance bytes"),
    ]
}
