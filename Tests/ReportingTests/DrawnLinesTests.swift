import Foundation
import Glibc
import Testing

@testable import Reporting

@Suite("Lines that are drawn over and over")
struct DrawnLinesTests {
    /// What is written to draw some pictures one after the other.
    private static func drawing(_ pictures: [[String]], rowCount: Int?) throws -> String {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let reader = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        let terminal = Terminal(columnCount: 80, rowCount: rowCount, isColoured: false, canRedraw: true)
        var lines = DrawnLines(to: Output(descriptor: ends[1]))
        for picture in pictures { try lines.draw(picture, on: terminal) }
        close(ends[1])
        return String(decoding: try reader.readToEnd() ?? Data(), as: UTF8.self)
    }

    @Test("take the place of those before them, and leave nothing of them behind")
    func redraws() throws {
        #expect(
            try Self.drawing([["a", "b"], ["c"], ["d"]], rowCount: 24)
                == "a\u{1B}[K\nb\u{1B}[K\n\u{1B}[J\u{1B}[2A\rc\u{1B}[K\n\u{1B}[J\u{1B}[1A\rd\u{1B}[K\n\u{1B}[J")
    }

    @Test("never are more than the terminal has rows, or their place would scroll away")
    func fits() throws {
        let drawn = try Self.drawing([["1", "2", "3"], ["1", "2", "3", "4"]], rowCount: 4)
        #expect(drawn.contains("1\u{1B}[K\n2\u{1B}[K\n3\u{1B}[K\n\u{1B}[J"))
        #expect(drawn.hasSuffix("\u{1B}[3A\r1\u{1B}[K\n2\u{1B}[K\n… and 2 more\u{1B}[K\n\u{1B}[J"))
    }
}
