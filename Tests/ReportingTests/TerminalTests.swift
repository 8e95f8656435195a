import Glibc
import Testing

@testable import Reporting

@Suite("Terminals")
struct TerminalTests {
    @Test("a file is no terminal: nothing is shortened, coloured or drawn over")
    func file() {
        let descriptor = unsafe open("/dev/null", O_WRONLY)
        defer { close(descriptor) }
        #expect(Terminal(of: descriptor, environment: ["COLUMNS": "40"]) == .none)
    }

    @Test(
        "a terminal has colour unless NO_COLOR or TERM=dumb forbids it",
        arguments: [
            (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": "1"], false),
            (["TERM": "xterm", "NO_COLOR": ""], true), (["TERM": "dumb"], false), ([:], true),
        ] as [([String: String], Bool)])
    func colour(environment: [String: String], isColoured: Bool) throws {
        let descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let terminal = Terminal(of: descriptor, environment: environment)
        #expect(terminal.isColoured == isColoured)
        #expect(terminal.canRedraw == (environment["TERM"] != "dumb"))
        #expect((terminal.columnCount ?? 0) > 0)
    }

    @Test(
        "a terminal is as wide as its user says, else as it says itself",
        arguments: [("33", 33), ("0", 111), ("-1", 111), ("wide", 111), (nil, 111)] as [(String?, Int)])
    func width(columns: String?, expected: Int) throws {
        let descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var size = winsize(ws_row: 24, ws_col: 111, ws_xpixel: 0, ws_ypixel: 0)
        try #require(unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
        let terminal = Terminal(of: descriptor, environment: columns.map { ["COLUMNS": $0] } ?? [:])
        #expect(terminal.columnCount == expected)
    }
}
