import Foundation
import Testing

@testable import CaseStore

@Suite("How far an exhibit is")
struct ExhibitWorkTests {
    @Test("as long as not all items are known, a device counts as if it were full")
    func unlisted() {
        var work = ExhibitWork()
        #expect(work.share == 0 && work.left == 0, "nobody knows even its size")
        work.byteCount = 1_000
        #expect(work.share == 0 && work.left == 1_000)
        (work.contentsPlanned, work.contentsEnded) = (100, 100)
        #expect(work.share == 0.1 && work.left == 900)
        work.isListed = true
        #expect(work.share == 1 && work.left == 0)
    }

    @Test("verification is work, too, but tells no pace and leaves no content")
    func verification() {
        var work = ExhibitWork()
        (work.isListed, work.contentsPlanned, work.contentsEnded, work.verificationPlanned) = (true, 500, 250, 500)
        #expect(work.share == 0.25 && work.left == 250)
        work.verificationEnded = 500
        #expect(work.share == 0.75 && work.left == 250)
    }

    @Test("one of which nothing is to be read is done, and numbers that cannot be change no share")
    func extremes() {
        var work = ExhibitWork()
        work.isListed = true
        #expect(work.share == 1)
        (work.contentsPlanned, work.contentsEnded, work.verificationPlanned) = (.max, .max, .max)
        #expect(work.share == 0.5 && work.left == 0)
        (work.contentsPlanned, work.contentsEnded) = (0, 5)
        #expect(work.left == 0 && work.share < 0.001)
    }

    @Test("what is done needs no shards to be whole")
    func done() {
        var done = exhibit("1", .done, size: 1_000)
        done.work.isListed = true
        #expect(done.share == 1 && done.left == 0)
    }
}
