public import Foundation

/// A program that is not ours: the other opinion that a test holds ours against. `scripts/setup --test` installs them.
public struct Tool: Sendable {
    private let file: URL

    /// - Returns: nil where it is not installed.
    public init?(_ name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let files = (folders + ["/usr/sbin", "/sbin"]).map { URL(filePath: $0).appending(path: name) }
        guard let file = files.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            return nil
        }
        self.file = file
    }

    /// Whether all of some programs are installed.
    public static func areInstalled(_ names: String...) -> Bool { names.allSatisfy { Tool($0) != nil } }

    /// Runs the program to its end.
    /// - Returns: what it printed; what it said of errors is thrown away.
    /// - Throws: `Failed` when it did not end well.
    @discardableResult
    public static func run(_ name: String, _ arguments: String...) throws -> Data { try run(name, arguments) }

    @discardableResult
    public static func run(_ name: String, _ arguments: [String]) throws -> Data {
        guard let tool = Tool(name) else { throw Failed(program: name, status: -1) }
        return try run(program: tool.file, arguments)
    }

    /// Runs a program by its file.
    public static func run(program: URL, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(program: program.lastPathComponent, status: process.terminationStatus)
        }
        return printed
    }

    public struct Failed: Error {
        public let program: String
        /// The exit code; -1 where the program is not installed.
        public let status: Int32
    }
}
