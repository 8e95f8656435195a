import Foundation
import Processes
import Testing

@Suite("Messages between processes")
struct MessageSocketTests {
    @Test("arrive whole and in order, with a descriptor that reads the same file")
    func roundTrip() throws {
        let (a, b) = try MessageSocket.pair()
        let ours = MessageSocket(descriptor: a)
        let theirs = MessageSocket(descriptor: b)
        let folder = try Descriptors.openFolder(at: "/proc/self")
        defer { Descriptors.close(folder) }
        try ours.send([1, 2, 3], passing: folder)
        try ours.send([])
        let first = try #require(try theirs.receiveWithDescriptor())
        #expect(first.message == [1, 2, 3])
        let passed = try #require(first.passed)
        #expect(passed != folder)
        Descriptors.close(passed)
        let second = try #require(try theirs.receiveWithDescriptor())
        #expect(second.message.isEmpty && second.passed == nil)
    }

    @Test("bring no descriptor to whoever asks for none, however many are sent")
    func unwantedDescriptors() throws {
        let (a, b) = try MessageSocket.pair()
        let ours = MessageSocket(descriptor: a)
        let theirs = MessageSocket(descriptor: b)
        let folder = try Descriptors.openFolder(at: "/proc/thread-self/attr")
        defer { Descriptors.close(folder) }
        for number in UInt8(0)..<8 {
            try ours.send([number], passing: folder)
            #expect(try theirs.receive() == [number])
        }
        let files = FileManager.default
        let open = try files.contentsOfDirectory(atPath: "/proc/self/fd").filter {
            (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?.hasSuffix("/attr") == true
        }
        #expect(open == ["\(folder)"])
    }

    @Test("longer than the socket's buffer arrive whole")
    func long() throws {
        let (a, b) = try MessageSocket.pair()
        let message = [UInt8](repeating: 7, count: 5 << 20)
        // A thread of its own: this one blocks until all has come.
        Thread { try? MessageSocket(descriptor: a).send(message) }.start()
        let theirs = MessageSocket(descriptor: b)
        #expect(try theirs.receive() == message)
        #expect(try theirs.receive() == nil, "the peer has closed between two messages")
    }

    @Test("cut off in the middle are an error, not an end")
    func cutOff() throws {
        let (a, b) = try MessageSocket.pair()
        let theirs = MessageSocket(descriptor: b)
        let handle = FileHandle(fileDescriptor: a, closeOnDealloc: false)
        try handle.write(contentsOf: Data([10, 0, 0, 0, 1, 2]))
        Descriptors.close(a)
        #expect(throws: ProcessError.self) { try theirs.receive() }
    }

    @Test("that claim an absurd length are refused before any memory is taken")
    func absurdLength() throws {
        let (a, b) = try MessageSocket.pair()
        let theirs = MessageSocket(descriptor: b)
        let handle = FileHandle(fileDescriptor: a, closeOnDealloc: false)
        try handle.write(contentsOf: Data([0xFF, 0xFF, 0xFF, 0xFF]))
        #expect(throws: ProcessError.self) { try theirs.receive() }
        Descriptors.close(a)
    }
}

@Suite("An examiner's flight recorder")
struct FlightRecorderTests {
    @Test("tells what was noted last, after the writer is gone")
    func notes() throws {
        let page = try FlightRecorder.makePage()
        defer { Descriptors.close(page) }
        #expect(FlightRecorder.note(on: page)?.count == 0)
        do {
            let record = try FlightRecord(on: page)
            record.note(shard: 7, ordinal: 42)
            let note = try #require(FlightRecorder.note(on: page))
            #expect(note.count == 1 && note.shard == 7 && note.ordinal == 42 && note.address.isEmpty)
            record.note(shard: 8, address: "5-144-1", path: Array("/folder/\n\u{202E}".utf8))
        }
        let note = try #require(FlightRecorder.note(on: page))
        #expect(note.count == 2 && note.shard == 8 && note.ordinal == nil)
        #expect(note.address == "5-144-1" && note.path == Array("/folder/\n\u{202E}".utf8))
    }

    @Test("can be run by nobody, where the kernel knows of that (Linux 6.3)")
    func neverRuns() throws {
        let version = ProcessInfo.processInfo.operatingSystemVersion
        guard (version.majorVersion, version.minorVersion) >= (6, 3) else { return }
        let page = try FlightRecorder.makePage()
        defer { Descriptors.close(page) }
        let url = URL(filePath: "/proc/self/fd/\(page)")
        #expect(!FileManager.default.isExecutableFile(atPath: url.path))
    }

    @Test("cuts a path that is longer than its page")
    func longPath() throws {
        let page = try FlightRecorder.makePage()
        defer { Descriptors.close(page) }
        try FlightRecord(on: page).note(shard: 1, address: "9", path: [UInt8](repeating: 65, count: 100_000))
        let note = try #require(FlightRecorder.note(on: page))
        #expect(note.address == "9" && note.path.count == 4096 - 32 - 1)
    }
}
