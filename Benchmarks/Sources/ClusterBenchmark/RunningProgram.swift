internal import Foundation

/// A program that was started and runs until it is told to end.
final class RunningProgram {
    private let process = Process()
    /// As long as it is held, the program knows that somebody wants it.
    private let lifeline = Pipe()
    var id: Int32 { process.processIdentifier }

    /// - Parameter core: the one that it runs on, and all that it starts; nil leaves that to the system.
    init(_ program: String, _ arguments: [String], on core: Int? = nil, output: Pipe? = nil, complaints: Pipe? = nil)
        throws
    {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = Self.command(program, arguments, on: core)
        process.standardInput = lifeline
        process.standardOutput = output as Any? ?? FileHandle.nullDevice
        process.standardError = complaints as Any? ?? FileHandle.standardError
        try process.run()
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String]) throws { _ = try output(of: program, arguments) }

    /// - Returns: what it prints, without the last line's end.
    static func output(of program: String, _ arguments: [String]) throws -> String {
        let (pipe, complaints) = (Pipe(), Pipe())
        let running = try RunningProgram(program, arguments, output: pipe, complaints: complaints)
        let printed = try pipe.fileHandleForReading.readToEnd() ?? Data()
        running.process.waitUntilExit()
        guard running.process.terminationStatus == 0 else {
            let words = String(decoding: try complaints.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            throw BenchmarkError("`\(program) \(arguments.joined(separator: " "))` has failed: \(words)")
        }
        return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    static func command(_ program: String, _ arguments: [String], on core: Int?) -> [String] {
        guard let core else { return [program] + arguments }
        return ["/usr/bin/taskset", "-c", "\(core)", program] + arguments
    }
}
