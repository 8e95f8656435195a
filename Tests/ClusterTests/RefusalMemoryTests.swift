import Testing

@testable import Cluster

@Suite("Refusals that are said")
struct RefusalMemoryTests {
    @Test("are news once, and again after a minute")
    func areNewsOnce() {
        var memory = RefusalMemory()
        let begin = ContinuousClock.now
        let news = [0, 1, 59, 60, 61, 120].map { memory.isNews("a", at: begin + .seconds($0)) }
        #expect(news == [true, false, false, true, false, true])
        let other = memory.isNews("b", at: begin + .seconds(61))
        #expect(other)
    }

    @Test("cannot fill the memory, and are heard again when it has calmed down")
    func cannotFillMemory() {
        var memory = RefusalMemory()
        let begin = ContinuousClock.now
        let said = (0..<5000).filter { memory.isNews("\($0)", at: begin) }
        #expect(said.count == RefusalMemory.limit)
        let late = memory.isNews("late", at: begin + RefusalMemory.calm)
        #expect(late)
    }
}
