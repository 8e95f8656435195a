import Foundation
import Testing

@testable import Processes

/// The truth is what GNU ld and `readelf -n` say: the programs are made by hand here, of nothing but headers and notes.
@Suite("The identifier of a build")
struct BuildIdentifierTests {
    private static let identifier: [UInt8] = [0x01, 0xAB, 0x00, 0xFF]

    /// A program file with a segment of notes: an ABI tag of 16 bytes before the build's identifier, as GNU ld lays them.
    private static let program: [UInt8] = {
        let tag = words(4, 16, 1) + Array("GNU\0".utf8) + [UInt8](repeating: 0, count: 16)
        let other = words(5, 1, 3) + Array("Rust\0".utf8) + [0, 0, 0] + [7, 0, 0, 0]
        let notes = tag + other + words(4, 4, 3) + Array("GNU\0".utf8) + identifier
        var header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 57)
        header.replaceSubrange(32..<40, with: words(64, 0))
        header.replaceSubrange(54..<58, with: [56, 0, 2, 0])
        let code = words(1) + [UInt8](repeating: 0, count: 52)
        let segment = words(4, 4, 176, 0, 0, 0, 0, 0, UInt32(notes.count), 0) + [UInt8](repeating: 0, count: 16)
        return header + code + segment + notes
    }()

    private static func words(_ words: UInt32...) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    }

    private func identifier(of bytes: [UInt8]) throws -> String? {
        let url = FileManager.default.temporaryDirectory.appending(path: "build-\(UInt32.random(in: 0...UInt32.max))")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return BuildIdentifier(in: try FileHandle(forReadingFrom: url))?.text
    }

    @Test("is the note that the linker has left in the program")
    func readsNote() throws {
        #expect(try identifier(of: Self.program) == "01ab00ff")
    }

    @Test("is none in a file that is no program, or in half of one")
    func survivesDamage() throws {
        #expect(try identifier(of: []) == nil)
        #expect(try identifier(of: Array("#!/bin/sh\n".utf8)) == nil)
        for count in 0..<Self.program.count { #expect(try identifier(of: Array(Self.program.prefix(count))) == nil) }
        for position in Self.program.indices {
            var damaged = Self.program
            damaged[position] = 0xFF
            _ = try identifier(of: damaged)
        }
    }
}
