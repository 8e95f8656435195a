import Testing

@testable import Cluster

@Suite("Exhibits that a worker avoids")
struct AvoidedExhibitsTests {
    @Test("are tried again after a while, each from when it was met last")
    func areTriedAgain() {
        var exhibits = AvoidedExhibits()
        let start = ContinuousClock.now
        exhibits.add(7, at: start)
        exhibits.add(3, at: start + .seconds(10))
        #expect(exhibits.present(at: start + .seconds(29)) == [3, 7])
        #expect(exhibits.present(at: start + .seconds(31)) == [3])
        exhibits.add(3, at: start + .seconds(31))
        #expect(exhibits.present(at: start + .seconds(60)) == [3])
        #expect(exhibits.present(at: start + .seconds(62)) == [])
    }
}
