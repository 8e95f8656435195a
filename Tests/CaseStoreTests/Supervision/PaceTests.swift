import Foundation
import Testing

@testable import CaseStore

@Suite("The pace of work")
struct PaceTests {
    private static let now = day(10)

    @Test("is that of the window, or of the time since the beginning where that is shorter")
    func window() throws {
        #expect(Pace(byteCount: 6_000, start: day(9), now: Self.now).bytesPerSecond == 10)
        #expect(
            Pace(byteCount: 6_000, start: day(9), window: Pace.liveWindow, now: Self.now).bytesPerSecond == 100)
        let young = Pace(byteCount: 6_000, start: Self.now.addingTimeInterval(-6), now: Self.now)
        #expect(young.bytesPerSecond == 1_000)
        #expect(young.seconds(for: 9_000) == 9)
    }

    @Test("nobody can tell where nothing was read, and what began this very moment has no infinite one")
    func unknown() {
        #expect(Pace(byteCount: 0, start: day(9), now: Self.now).bytesPerSecond == nil)
        #expect(Pace(byteCount: 5, start: nil, now: Self.now).bytesPerSecond == nil)
        #expect(Pace(byteCount: 5, start: Self.now, now: Self.now).bytesPerSecond == 5)
        #expect(Pace(byteCount: 5, start: day(11), now: Self.now).bytesPerSecond == 5)
        #expect(Pace(byteCount: 0, start: nil, now: Self.now).seconds(for: 5) == nil)
        #expect(Pace(byteCount: 1, start: day(9), now: Self.now).seconds(for: 0) == nil)
        #expect(Pace(byteCount: 1, start: day(9), now: Self.now).seconds(for: .max) == nil, "a hundred years and more")
    }

    @Test("of all cases together counts from the first exhibit that was worked on")
    func together() {
        var (old, first, second) = (exhibit(), exhibit(), exhibit())
        (old.startedAt, first.startedAt, second.startedAt) = (
            day(1), Self.now.addingTimeInterval(-20), Self.now.addingTimeInterval(-10)
        )
        (first.work.lately, second.work.lately) = (100, 300)
        let pace = Pace(of: [supervised("A", old, first), supervised("B", second)], now: Self.now)
        #expect(pace.bytesPerSecond == 20)
    }
}
