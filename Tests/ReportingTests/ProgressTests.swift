import Testing

@testable import Reporting

@Suite("Progress")
struct ProgressTests {
    @Test("a steady rate is that rate, and tells the remaining time")
    func steady() throws {
        var estimate = ProgressEstimate()
        for second in 0...10 { estimate.update(done: Int64(second) * 100, at: Double(second)) }
        #expect(estimate.rate == 100)
        #expect(estimate.secondsRemaining(of: 2_000) == 10)
        #expect(estimate.secondsRemaining(of: 500) == 0, "more than planned is no negative time")
    }

    @Test("nobody can tell a rate from one report, nor the end of work that stands still")
    func unknown() {
        var estimate = ProgressEstimate()
        #expect(estimate.rate == nil)
        estimate.update(done: 0, at: 0)
        #expect(estimate.rate == nil)
        estimate.update(done: 0, at: 1)
        #expect(estimate.rate == 0)
        #expect(estimate.secondsRemaining(of: 10) == nil)
    }

    @Test("what an interrupted run had done before is no speed")
    func resumed() {
        var estimate = ProgressEstimate()
        estimate.update(done: 1_000_000, at: 5)
        estimate.update(done: 1_000_100, at: 6)
        #expect(estimate.rate == 100)
    }

    @Test("a pause slows the rate down, and does not wipe it out")
    func smoothed() throws {
        var estimate = ProgressEstimate(smoothingSeconds: 10)
        for second in 0...10 { estimate.update(done: Int64(second) * 100, at: Double(second)) }
        estimate.update(done: 1_000, at: 11)
        let rate = try #require(estimate.rate)
        #expect(rate > 80 && rate < 100)
    }

    @Test("a slow start and work that comes in lumps are no misjudgement for long")
    func slowStart() throws {
        var estimate = ProgressEstimate(smoothingSeconds: 10)
        for second in 0...3 { estimate.update(done: 0, at: Double(second)) }
        estimate.update(done: 800, at: 4)
        #expect(estimate.rate == 200)
    }

    @Test("reports from the past, of less than before or of absurd numbers change nothing")
    func nonsense() {
        var estimate = ProgressEstimate()
        estimate.update(done: 0, at: 0)
        estimate.update(done: 100, at: 1)
        let before = estimate
        estimate.update(done: 200, at: 1)
        estimate.update(done: 200, at: 0.5)
        estimate.update(done: 50, at: 2)
        estimate.update(done: .min, at: 2)
        #expect(estimate == before)
    }

    @Test("a log's line says it all")
    func plainLine() {
        #expect(
            line.text(columnCount: nil)
                == "Examining 2041.E01  43 %  412 MB/s  12,041 items  1,204 items/s  3 hits  1 failure  1.4 s left")
    }

    @Test("nothing is promised for the last second")
    func lastSecond() {
        var (bytes, progress) = (ProgressEstimate(), line.progress)
        for second: Int64 in 0...1 { bytes.update(done: second * 500_000_000, at: Double(second)) }
        (progress.byteCount, progress.totalByteCount) = (500_000_000, 500_000_001)
        let last = ProgressLine(progress: progress, bytes: bytes, items: ProgressEstimate())
        #expect(!last.text(columnCount: nil).contains("left"))
    }

    @Test("a terminal's line fits, and the part done is the last to go", arguments: 4..<140)
    func fits(columnCount: Int) {
        let text = line.text(columnCount: columnCount)
        #expect(VisibleText(text).columnCount <= columnCount)
        #expect(text.contains("43 %") || columnCount < 4)
    }

    @Test("a wide terminal's line has a bar")
    func bar() {
        #expect(line.text(columnCount: 140).hasPrefix("Examining 2041.E01  [########------------]  43 %"))
    }

    @Test("work whose size is not known yet has neither bar nor end")
    func unknownTotal() {
        let start = ProgressLine(
            progress: WorkProgress(title: "Examining a\u{1B}[31m"), bytes: ProgressEstimate(), items: ProgressEstimate()
        )
        #expect(start.text(columnCount: 80) == #"Examining a\x1B[31m  0 items"#)
    }

    private var line: ProgressLine {
        var (bytes, items) = (ProgressEstimate(), ProgressEstimate())
        for second: Int64 in 0...1 {
            bytes.update(done: second * 412_000_000, at: Double(second))
            items.update(done: second * 1_204, at: Double(second))
        }
        let progress = WorkProgress(
            title: "Examining 2041.E01", byteCount: 430_000_000, totalByteCount: 1_000_000_000, itemCount: 12_041,
            hitCount: 3, failureCount: 1)
        return ProgressLine(progress: progress, bytes: bytes, items: items)
    }
}
