import Findings
import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("An exhibit's file, known again on another host")
struct RegisteredFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func register(_ bytes: [UInt8]) throws -> RegisteredFile {
        try folder.write(bytes, to: "image.raw")
        return try RegisteredFile(of: try ExhibitFolder(at: folder.url.path).open("image.raw"))
    }

    private func check(_ file: RegisteredFile) throws { try ExhibitFolder(at: folder.url.path).check([file]) }

    @Test("is the one that was registered", arguments: [1, 65_536, 150_000, 196_608, 196_609, 1_000_000])
    func isTheSame(byteCount: Int) throws { try check(register([UInt8](repeating: 5, count: byteCount))) }

    @Test(
        "is another one where the first, the middle or the last bytes are",
        arguments: [0, 65_535, 500_000, 999_999])
    func isAnother(place: Int) throws {
        var bytes = [UInt8](repeating: 5, count: 1_000_000)
        let registered = try register(bytes)
        bytes[place] = 6
        try folder.write(bytes, to: "image.raw")
        #expect { try check(registered) } throws: { ($0 as? EvidenceError)?.reason == .imageChanged }
    }

    @Test(
        "of three samples' length at most is looked at whole",
        arguments: [0, 65_535, 65_536, 100_000, 131_071, 131_072, 196_607])
    func isLookedAtWhole(place: Int) throws {
        var bytes = [UInt8](repeating: 5, count: 196_608)
        let registered = try register(bytes)
        bytes[place] = 6
        try folder.write(bytes, to: "image.raw")
        #expect { try check(registered) } throws: { ($0 as? EvidenceError)?.reason == .imageChanged }
    }

    @Test("is another one where it is longer, and missing where it is gone")
    func isLonger() throws {
        let registered = try register([1, 2, 3])
        try folder.write([1, 2, 3, 4], to: "image.raw")
        #expect { try check(registered) } throws: { ($0 as? EvidenceError)?.reason == .imageChanged }
        try FileManager.default.removeItem(at: folder.url.appending(path: "image.raw"))
        #expect { try check(registered) } throws: { ($0 as? EvidenceError)?.reason == .unreadable }
    }
}
