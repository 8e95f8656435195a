import Foundation
import Testing

@testable import Reporting

@Suite("Output")
struct OutputTests {
    @Test("arrives whole, however much it is")
    func whole() throws {
        let (path, descriptor) = try temporaryFile()
        defer { unsafe unlink(path) }
        var listing = Listing<Sample>(.jsonl, to: Output(descriptor: descriptor), terminal: .none)
        for number in 0..<20_000 { try listing.print(Sample(reference: "\(number)")) }
        #expect(listing.count == 20_000)
        try listing.finish()
        close(descriptor)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 20_000)
        #expect(lines.last?.hasPrefix(#"{"case":"19999","#) == true)
    }

    @Test("a reader that goes away is no failure")
    func closedPipe() throws {
        Output.ignoreClosedPipes()
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var output = Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        try output.append { $0 += "hello".utf8 }
        let error = #expect(throws: OutputError.self) { try output.flush() }
        #expect(error == .closed)
        #expect(error?.exitStatus == .done)
    }

    @Test("a full disk is a failure, in the system's words")
    func fullDisk() throws {
        let descriptor = unsafe open("/dev/full", O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var output = Output(descriptor: descriptor)
        try output.append { $0 += "hello".utf8 }
        let error = #expect(throws: OutputError.self) { try output.flush() }
        #expect(error?.description.contains("No space left on device") == true)
        #expect(error?.exitStatus == .systemRefused)
    }

    @Test("a follower sees each record at once")
    func flushed() throws {
        let (path, descriptor) = try temporaryFile()
        defer {
            close(descriptor)
            unsafe unlink(path)
        }
        var listing = Listing<Sample>(.table, to: Output(descriptor: descriptor), terminal: .none)
        try listing.print(Sample())
        try listing.flush()
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        try listing.finish()
    }

    @Test("one thing is shown in full, and in JSON without an array")
    func one() throws {
        let (path, descriptor) = try temporaryFile()
        defer { unsafe unlink(path) }
        for format in [OutputFormat.json, .table] {
            var listing = Listing<Sample>(ofOne: format, to: Output(descriptor: descriptor), terminal: .none)
            try listing.print(Sample(paths: ["/a", "/b"]))
            try listing.finish()
        }
        close(descriptor)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("{"))
        #expect(text.hasSuffix("path bytes  –\npaths       /a\n            /b\n"))
    }

    private func temporaryFile() throws -> (path: String, descriptor: Int32) {
        let path = FileManager.default.temporaryDirectory.appending(path: "reporting-\(UUID()).txt").path
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        return (path, descriptor)
    }
}
