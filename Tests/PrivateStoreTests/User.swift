import Glibc

@testable import PrivateStore

/// Another process that uses the store of a folder, until it is told to stop, or killed.
final class User {
    let process: Int32
    private let input: Pipe
    private let output: Pipe

    /// Starts a process without waiting for it.
    init(of folder: StoreFolder, through wrap: (Program) -> Program = { $0 }) throws {
        input = try Pipe()
        output = try Pipe()
        process = try wrap(Program(StoreFolder.probe, ["use", folder.path]))
            .start(input: input.reading.descriptor, output: output.writing.descriptor, error: STDERR_FILENO)
    }

    /// The first line that it prints, once it has the store or has failed: its address, or an error.
    func firstLine() -> String {
        var bytes: [UInt8] = []
        while let byte = output.nextByte(within: -1), byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func kill() {
        Glibc.kill(process, SIGKILL)
        _ = Program.wait(for: process)
    }

    /// Lets it end by itself.
    func stop() {
        shutdown(input.writing.descriptor, Int32(SHUT_WR))
        _ = Program.wait(for: process)
    }
}
