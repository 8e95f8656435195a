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
        // One handle: whatever it says comes in its order.
        let file = try FileHandle(forWritingTo: log)
        (process.standardOutput, process.standardError) = (file, file)
        try process.run()
    }

    deinit { send(SIGKILL) }

    /// The processes that it has started and that live now.
    var children: [RunningProcess] { RunningProcess.children(of: process.processIdentifier) }

    var isRunning: Bool { process.isRunning }

    /// What it has said so far.
    var words: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// What it holds of its own, and the most that it has held with all that it has mapped, in MiB.
    /// - Parameter anew: whether the most counts from now on (proc_pid_clear_refs(5)).
    func memory(anew: Bool = false) throws -> (now: Int, most: Int) {
        let folder = "/proc/\(process.processIdentifier)"
        if anew { try Data("5".utf8).write(to: URL(filePath: "\(folder)/clear_refs")) }
        let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
        func figure(_ name: String) throws -> Int {
            let line = try #require(status.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name) })
            return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) }) >> 10
        }
        return (try figure("RssAnon"), try figure("VmHWM"))
    }

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
