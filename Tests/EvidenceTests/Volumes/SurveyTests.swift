import Evidence
import Findings
import Testing

@Suite("The survey", .enabled(if: !SurveyTruth.all.isEmpty, "no evidence is at hand"))
struct SurveyTests {
    @Test("finds the volumes that other tools find", arguments: SurveyTruth.all.filter(\.isDevice))
    func findsVolumes(truth: SurveyTruth) throws {
        try truth.survey { survey, image in
            #expect(survey.volumes.map(\.range) == truth.ranges)
            #expect(survey.volumes.map(\.fileSystem) == truth.fileSystems)
            for (volume, expected) in zip(survey.volumes, truth.volumes ?? []) {
                guard let label = expected.blkid?.label, volume.state == .readable else { continue }
                #expect(volume.label == label.replacing("\\ ", with: " ").trimmingPrefix(" ").description)
            }
        }
    }

    @Test(
        "names each failure that an exhibit has, and none that it has not",
        arguments: SurveyTruth.all.filter(\.isDevice))
    func namesFailures(truth: SurveyTruth) throws {
        try truth.survey { survey, _ in
            let reasons = Set(survey.failures.map(\.reason.rawValue))
            if let expected = truth.expected.failure, SurveyTruth.reasonsOfSurveys.contains(expected) {
                #expect(reasons.contains(expected))
            }
            for failure in survey.failures where failure.scope == .volume {
                #expect(failure.volume != nil && (failure.range != nil || failure.reason == .volumeShadowCopies))
            }
            for volume in survey.volumes where volume.state == .failed {
                #expect(survey.failures.contains { $0.volume == volume.index }, "silence about volume \(volume.index)")
            }
            if truth.expected.result == "examined" {
                let unexpected = survey.failures.filter {
                    $0.reason != .noFileSystem && $0.reason != .volumeShadowCopies
                }
                #expect(unexpected.map(\.reason) == truth.flaws)
                #expect(survey.failures.count { $0.reason == .noFileSystem } == truth.fileSystems.count { $0 == nil })
            }
        }
    }

    @Test("leaves no byte of the device out", arguments: SurveyTruth.all.filter(\.isDevice))
    func coversDevice(truth: SurveyTruth) throws {
        try truth.survey { survey, image in
            var reach: Int64 = 0
            let gaps = survey.extents.filter { $0.coverage == .unpartitioned }.map(\.range)
            for range in (survey.volumes.map(\.range) + gaps).sorted() where range.offset < image.byteCount {
                #expect(range.offset <= reach)
                reach = max(reach, min(range.end, image.byteCount))
            }
            #expect(reach == image.byteCount)
            for extent in survey.extents { #expect(extent.range.end <= image.byteCount && extent.range.byteCount > 0) }
        }
    }

    @Test("is the same every time", arguments: SurveyTruth.all.filter(\.isDevice))
    func isDeterministic(truth: SurveyTruth) throws {
        try truth.survey { survey, image in
            let again = Survey(of: image)
            #expect(again.volumes == survey.volumes)
            #expect(again.extents == survey.extents)
            #expect(again.failures == survey.failures)
        }
    }
}

extension SurveyTruth {
    /// Whether it is a device that opens, rather than an archive or something that does not.
    var isDevice: Bool {
        (imageSize ?? 0) > 0 && !["zip", "tar", "opaque"].contains(format) && expected.failure != "parent-image-missing"
    }

    func survey(_ body: (Survey, Image) throws -> Void) throws {
        try unpacked { path in
            let image = try Image(opening: path)
            try body(Survey(of: image), image)
        }
    }

    /// What is wrong with an exhibit that can be examined all the same.
    var flaws: [Failure.Reason] {
        // Their footers fail their checksums (qemu-img refuses them for it), and a header does.
        switch id {
        case "dfvfs-image.vhd": [.containerDamaged]
        case "dfvfs-image-differential.vhd": [.containerDamaged, .containerDamaged]
        default: []
        }
    }

    /// Where the volumes lie. What the truth's tools are wrong about, as its README says, is corrected here.
    var ranges: [ByteRange] {
        switch id {
        case "own-bad-gpt-huge.raw":
            // mmls shows the protective MBR's entry; sfdisk uses the backup, as we do.
            [sectors(2048, 953)]
        case "own-bad-gpt-primary.raw":
            // mmls takes the damaged entry; sfdisk the backup's, of 24,576 sectors.
            volumes?.map { ByteRange(offset: $0.offset, byteCount: min($0.length, 35_651_584)) }.enumerated().map {
                $0 == 0 ? ByteRange(offset: $1.offset, byteCount: 24_576 * 512) : $1
            } ?? []
        default:
            volumes?.map { ByteRange(offset: $0.offset, byteCount: $0.length) } ?? []
        }
    }

    /// What the volumes hold, in our words.
    var fileSystems: [String?] {
        switch id {
        case "cryptsetup-bitlk-togo-aes-cbc-128.raw": ["bitlocker-to-go"]  // fsstat takes its disguise for FAT32.
        case "cryptsetup-fvault2-small.raw": ["core-storage"]  // blkid does not know it.
        default: volumes?.map { Self.words[$0.fs, default: $0.fs] } ?? []
        }
    }

    private static let words: [String: String?] = [
        "unknown": nil, "outside the image": nil, "crypto_LUKS": "luks", "LVM2_member": "lvm2",
        "BitLocker": "bitlocker",
    ]

    /// The reasons that are for the survey to find; the walk and the verification find the others.
    static let reasonsOfSurveys: Set<String> = [
        "truncated-image", "missing-segment", "no-file-system", "unsupported-file-system", "unsupported-volume-manager",
        "encrypted-volume", "partition-table-loop", "overlapping-volumes", "volume-outside-image", "gpt-header-damaged",
        "container-damaged",
    ]
}
