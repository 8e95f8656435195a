import Testing

@testable import Reporting

@Suite("Numbers as people read them")
struct HumanTests {
    @Test(
        "a number has a fraction only where that matters",
        arguments: [
            (0.25, "0.3"), (2, "2"), (2.5, "2.5"), (9.94, "9.9"), (12.3, "12"), (1_204.4, "1,204"), (.nan, "–"),
        ])
    func numbers(number: Double, text: String) { #expect(Human.number(number) == text) }

    @Test(
        "a size has at most three digits and a unit",
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (1_404_234_111, "1.4 GB"),
            (9_949, "9.9 kB"), (9_950, "10 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"),
            (Int64.max, "9.2 EB"), (Int64.min, "-9.2 EB"),
        ] as [(Int64, String)])
    func size(count: Int64, text: String) {
        #expect(Human.bytes(count) == text)
    }

    @Test(
        "a count has its thousands apart",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"),
            (Int64.min, "-9,223,372,036,854,775,808"),
        ] as [(Int64, String)])
    func count(number: Int64, text: String) {
        #expect(Human.count(number) == text)
    }

    @Test(
        "a duration has the two units that matter",
        arguments: [
            (0, "0.00 s"), (0.354, "0.35 s"), (0.999, "1.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"),
            (59.6, "1 min 00 s"), (243, "4 min 03 s"), (3_725, "1 h 02 min"), (273_600, "3 d 04 h"), (.infinity, "–"),
            (.nan, "–"), (-1, "–"),
        ] as [(Double, String)])
    func duration(seconds: Double, text: String) {
        #expect(Human.duration(seconds: seconds) == text)
    }

    @Test(
        "a share is never rounded to all or to nothing",
        arguments: [
            (0, "0.0 %"), (1e-9, "<0.1 %"), (0.0005, "0.1 %"), (0.5, "50.0 %"), (0.9999999, ">99.9 %"), (1, "100.0 %"),
        ] as [(Double, String)])
    func share(share: Double, text: String) {
        #expect(Human.percent(share) == text)
    }
}
