internal import Foundation

/// A program that was started and runs until it is told to end.
final class RunningProgram: @unchecked Sendable {
    private let process = Process()
    var id: Int32 { process.processIdentifier }

    init(_ program: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String]) throws {
        let running = try RunningProgram(program, arguments)
        running.process.waitUntilExit()
        guard running.process.terminationStatus == 0 else {
            throw BenchmarkError("`\(program) \(arguments.joined(separator: " "))` has failed")
        }
    }
}
