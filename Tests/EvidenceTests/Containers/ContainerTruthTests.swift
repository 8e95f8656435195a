import Evidence
import Findings
import Foundation
import TestSupport
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
        "of EWF reads as libewf reads it",
        .enabled(if: Tool.areInstalled("img_cat"), "The Sleuth Kit is not installed"),
        arguments: SurveyTruth.all.filter { ["e01", "s01"].contains($0.format) && $0.isWholeDevice })
    func agreesWithLibrary(truth: SurveyTruth) throws {
        try truth.unpacked { path in
            let image = try Image(opening: path)
            let library = try Tool.run("img_cat", "-i", "ewf", path)
            #expect(library.count == Int(image.byteCount))
            let own = try image.bytes(at: 0, byteCount: library.count)
            #expect(Data(own) == library)
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
