import Foundation

/// file(1), whose libmagic is another's answer to the same question.
enum FileCommand {
    private static let path = "/usr/bin/file"
    static var isPresent: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// What it says of each file.
    static func types(of paths: [String]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["--brief", "--mime-type"] + paths
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        // Of some programs it adds what they lack, after a comma.
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map { String($0.prefix { $0 != "," }) }
    }
}

/// A folder that is gone when the test is.
final class TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "types-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// - Returns: the file's path.
    func write(_ bytes: [UInt8], as name: String) throws -> String {
        let file = url.appending(path: name)
        try Data(bytes).write(to: file)
        return file.path
    }
}
