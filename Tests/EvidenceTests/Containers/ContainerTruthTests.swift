import Evidence
import Findings
import Testing

@Suite("An image", .enabled(if: !SurveyTruth.all.isEmpty, "no evidence is at hand"))
struct ContainerTruthTests {
    @Test("reads as the very bytes that other tools read", arguments: SurveyTruth.all.filter(\.isWholeDevice))
    func readsDevice(truth: SurveyTruth) throws {
        try truth.unpacked { path in
            let image = try Image(opening: path)
            #expect(image.byteCount == truth.imageSize)
            let reading = try Reading(of: image)
            #expect(reading.failures == [])
            #expect(reading.sha256 == truth.media?.sha256)
        }
    }

    @Test(
        "names the very bytes that nobody can read", arguments: SurveyTruth.all.filter { $0.expected.unreadable != nil }
    )
    func namesUnreadable(truth: SurveyTruth) throws {
        try truth.unpacked { path in
            let image = try Image(opening: path)
            #expect(image.byteCount == truth.imageSize)
            let lost = try Reading(of: image).lost
            #expect(lost == truth.expected.unreadable?.map { ByteRange(offset: $0[0], byteCount: $0[1]) })
        }
    }

    @Test("that cannot be opened says why", arguments: SurveyTruth.all.filter { !$0.isDevice && $0.format == "opaque" })
    func refuses(truth: SurveyTruth) throws {
        try truth.unpacked { path in
            let error = #expect(throws: EvidenceError.self) { try Image(opening: path) }
            #expect(error?.reason.rawValue == truth.expected.failure)
        }
    }
}

extension SurveyTruth {
    fileprivate var isWholeDevice: Bool {
        isDevice && expected.unreadable == nil && media != nil && (imageSize ?? 0) <= 128 << 20
    }
}
