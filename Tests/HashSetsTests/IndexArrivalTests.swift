import Findings
import Foundation
import TestSupport
import Testing

@testable import HashSets

@Suite("An index that arrives from another computer", .timeLimit(.minutes(15)))
struct IndexArrivalTests {
    private let home: ScratchFolder
    private let away: ScratchFolder
    private let sha256: [UInt8]
    private let bytes: [UInt8]

    init() throws {
        (home, away) = (try ScratchFolder(), try ScratchFolder())
        let text = (0..<500).map { Hexadecimal.text(Digest.md5($0)) + "\n" }.joined()
        let report = try HashSetImport(file: try home.write(text.utf8, to: "set.txt")).run(into: home.url.path)
        sha256 = try #require(Hexadecimal.bytes(report.sha256))
        let content = try IndexContent(of: sha256, in: home.url.path)
        bytes = try content.bytes(at: 0, count: Int(content.byteCount))
    }

    private var place: String { away.path("indexes/here") }
    private func arrive() throws -> IndexArrival? { try IndexArrival(of: sha256, in: place) }

    @Test("goes on where a cut had ended it, and is an index only when all is there")
    func goesOn() throws {
        let half = bytes.count / 2
        try #require(try arrive()).append(Array(bytes[..<half]))
        #expect(!HashSetLibrary(directory: place).holds(sha256))
        let again = try #require(try arrive())
        #expect(again.byteCount == Int64(half))
        #expect(throws: HashSetError.self) { try again.finish() }
        try again.append(Array(bytes[half...]))
        try again.finish()
        let library = HashSetLibrary(directory: place)
        #expect(library.holds(sha256))
        #expect(try library.open(Hexadecimal.text(sha256), verifying: true).summary.entries == 500)
    }

    @Test("is received by one at a time, and by nobody once it is there")
    func isReceivedOnce() throws {
        let first = try #require(try arrive())
        #expect(try arrive() == nil)
        try first.append(bytes)
        try first.finish()
        #expect(try #require(try arrive()).byteCount == 0)
    }

    @Test("is refused where one byte of it is another, and can begin anew")
    func refusesDamage() throws {
        let arrival = try #require(try arrive())
        var damaged = bytes
        damaged[bytes.count - 3] ^= 1
        try arrival.append(damaged)
        #expect { try arrival.finish() } throws: { ($0 as? HashSetError)?.reason == .damagedIndex }
        #expect(!HashSetLibrary(directory: place).holds(sha256))
        try arrival.beginAnew()
        try arrival.append(bytes)
        try arrival.finish()
    }

    @Test("needs a folder that can be written to")
    func needsFolder() throws {
        let file = try away.write([1], to: "file")
        #expect { try IndexArrival(of: sha256, in: file + "/indexes") } throws: {
            ($0 as? HashSetError)?.reason == .cannotWrite
        }
    }
}

private enum Digest {
    /// Sixteen bytes that are another number's nowhere.
    static func md5(_ number: Int) -> [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: (number &* 0x1E37_79B9_7F4A_7C15) >> ($0 * 4)) }
    }
}
