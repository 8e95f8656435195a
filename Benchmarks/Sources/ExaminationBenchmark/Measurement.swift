internal import Foundation

/// What one run of a command has cost, all its processes together.
struct Measurement: Codable {
    var seconds: Double
    var processorSeconds: Double
    /// The largest sum of the proportional set sizes of all processes, sampled ten times a second.
    var peakMemoryByteCount: Int64
    /// What the command has written to its standard output.
    var output: String = ""

    private enum CodingKeys: String, CodingKey { case seconds, processorSeconds, peakMemoryByteCount }
}

extension ProcessTree {
    /// How often memory is looked at.
    private static let samplingSeconds = 0.1

    /// Runs a command to its end.
    /// - Throws: when it cannot be started, ends with another status than 0, or leaves a process behind.
    func measure(_ command: [String], output: URL) throws -> Measurement {
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardInput = FileHandle.nullDevice
        let before = processorSeconds()
        let start = ContinuousClock.now
        try process.run()
        var peak: Int64 = 0
        while process.isRunning {
            peak = max(peak, memoryByteCount())
            Thread.sleep(forTimeInterval: Self.samplingSeconds)
        }
        process.waitUntilExit()
        let elapsed = start.duration(to: .now)
        reap()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("`\(command.joined(separator: " "))` ended with status \(process.terminationStatus)")
        }
        guard descendants().isEmpty else {
            throw BenchmarkError("`\(command.joined(separator: " "))` has left processes running")
        }
        return Measurement(
            seconds: elapsed / .seconds(1), processorSeconds: processorSeconds() - before, peakMemoryByteCount: peak,
            output: try String(contentsOf: output, encoding: .utf8))
    }
}
