import Testing

@testable import Reporting

@Suite("Exit codes")
struct ExitStatusTests {
    @Test("never change")
    func numbers() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 64, 65, 69, 70, 71])
    }

    @Test("each has its line in the help")
    func table() {
        #expect(ExitStatus.table.split(separator: "\n").count == ExitStatus.allCases.count)
        #expect(ExitStatus.table.contains("   2  done, but with"))
    }
}
