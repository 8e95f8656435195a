import Findings
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("Times")
struct TimestampTests {
    @Test(
        "are ISO 8601 in UTC, to the digit that the file system kept",
        arguments: [
            (0, 0, "1970-01-01T00:00:00Z"), (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"),
            (1_709_208_000, 500_000_000, "2024-02-29T12:00:00.5Z"),
            (1_709_208_000, 100, "2024-02-29T12:00:00.0000001Z"),
            (-11_644_473_600, 0, "1601-01-01T00:00:00Z"), (253_402_300_800, 0, "+10000-01-01T00:00:00Z"),
            (-62_167_219_201, 0, "-0001-12-31T23:59:59Z"), (.max, 0, "+292277026596-12-04T15:30:07Z"),
            (.min, 0, "-292277022657-01-27T08:29:52Z"),
        ] as [(Int64, Int32, String)])
    func golden(seconds: Int64, nanoseconds: Int32, text: String) {
        #expect(Timestamp(seconds: seconds, nanoseconds: nanoseconds).iso8601 == text)
    }

    @Test("agree with Foundation's calendar", arguments: UInt64(0)..<10)
    func agrees(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let seconds = Int64.random(in: -12_219_292_800...253_402_300_799, using: &random)  // from 1582-10-15
            let expected = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
            #expect(Timestamp(seconds: seconds).iso8601 == expected, "seed \(seed)")
        }
    }
}
