internal import Foundation

/// Who reads an image.
enum Contestant: CaseIterable {
    case caseload, library, export, cat

    var name: String {
        switch self {
        case .caseload: "Caseload"
        case .library: "libewf"
        case .export: "ewfexport | (computes MD5, too)"
        case .cat: "img_cat |"
        }
    }

    /// Whether it reads in this way at all: a program reads from the beginning to the end.
    func does(_ workload: Workload) -> Bool { workload == .whole || self == .caseload || self == .library }

    /// Reads the device in an image.
    /// - Returns: the seconds of a processor that it took, opening included.
    func processorSeconds(of workload: Workload, on image: URL) throws -> Double {
        switch self {
        case .caseload: try seconds(of: workload) { try CaseloadReading(of: image.path) }
        case .library: try seconds(of: workload) { try LibraryReading(of: image.path) }
        case .export: try seconds(of: ["ewfexport", "-q", "-u", "-f", "raw", "-t", "-", image.path])
        case .cat: try seconds(of: ["img_cat", "-i", "ewf", image.path])
        }
    }

    private func seconds(of workload: Workload, opening open: () throws -> some DeviceReading) throws -> Double {
        var buffer = [UInt8](repeating: 0, count: Workload.longestPiece)
        let pieces = workload.pieces(of: try open().byteCount)
        let before = ProcessorTime.own
        let device = try open()
        for piece in pieces {
            var span = buffer.mutableSpan
            var part = span._mutatingExtracting(..<piece.byteCount)
            guard try device.read(at: piece.offset, into: &part) == piece.byteCount else {
                throw BenchmarkError("\(name) reads less than there is at byte \(piece.offset)")
            }
        }
        return ProcessorTime.own - before
    }

    /// Runs a program to its end, and lets what it writes into a pipe go.
    private func seconds(of command: [String]) throws -> Double {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let before = ProcessorTime.children
        try process.run()
        while try pipe.fileHandleForReading.read(upToCount: 1 << 20)?.isEmpty == false {}
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("`\(command.joined(separator: " "))` ended with status \(process.terminationStatus)")
        }
        return ProcessorTime.children - before
    }
}
