import Foundation
import Glibc
import SystemPackage
import Testing

/// A role of the cluster, started by hand: it runs until it is told to end, and what it says can be read meanwhile.
final class RunningRole {
    private let process = Process()
    private let log: URL
    let name: String

    /// - Parameters:
    ///   - name: of its log, in the scratch folder.
    ///   - command: one that becomes the program it is given, such as `ip netns exec`.
    init(_ name: String, _ arguments: [String], under command: [String] = [], in scratch: Scratch) throws {
        self.name = name
        log = scratch.url.appending(path: "\(name).log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let words = command + [Caseload.path.string] + arguments
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
    }

    deinit { send(SIGKILL) }

    /// The processes that it has started and that live now.
    var children: [RunningProcess] { RunningProcess.children(of: process.processIdentifier) }

    var isRunning: Bool { process.isRunning }

    /// What it has said so far.
    var words: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    func send(_ signal: Int32) {
        // Once it has ended, its number is 0, which would mean this whole group of processes.
        let number = process.processIdentifier
        if number > 0, process.isRunning { Glibc.kill(number, signal) }
    }

    /// Kills it, and waits until its ports and locks are free again.
    func kill() async throws {
        send(SIGKILL)
        try await eventually { !process.isRunning }
    }

    /// Waits until it has ended by itself.
    func exitCode() async throws -> Int32 {
        try await eventually { !process.isRunning }
        return process.terminationStatus
    }

    /// Tells it to end, and waits until it has, and well.
    func end() async throws {
        send(SIGTERM)
        #expect(try await exitCode() == 0, "\(words.suffix(2000))")
    }
}
