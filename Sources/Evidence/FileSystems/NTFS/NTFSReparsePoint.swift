internal import Findings

/// What a file stands for instead of its own content (Microsoft, [MS-FSCC] 2.1.2).
struct NTFSReparsePoint {
    private let tag: UInt32
    /// Where a symbolic link or a mount point leads, in UTF-8.
    let target: [UInt8]?

    private static let mountPoint: UInt32 = 0xA000_0003
    private static let symbolicLink: UInt32 = 0xA000_000C
    private static let compressedBySystem: UInt32 = 0x8000_0017
    private static let deduplicated: UInt32 = 0x8000_0013
    private static let inCloud: UInt32 = 0x9000_001A

    /// - Returns: nil for a file that stands for itself.
    init?(of file: NTFSFile) {
        guard let bytes = file.attributes.first(where: { $0.type == .reparsePoint })?.resident,
            let tag = bytes.le32(0)
        else { return nil }
        self.tag = tag
        // The buffer of paths begins behind the four places in it, and for a symbolic link behind flags too.
        let buffer = tag == Self.symbolicLink ? 20 : 16
        guard tag == Self.symbolicLink || tag == Self.mountPoint, let offset = bytes.le16(12),
            let length = bytes.le16(14), let shown = bytes.part(buffer + Int(offset), Int(length)), length > 0
        else {
            target = nil
            return
        }
        target = shown.utf8FromUTF16()
    }

    var isLink: Bool { tag == Self.symbolicLink }

    /// Why the file's own content, which reads as zeros, is not what Windows would show.
    func absence(of plan: ContentPlan) -> ContentPlan.Loss? {
        let isHollow = plan.reading == .runs && !plan.runs.isEmpty && plan.runs.allSatisfy { $0.offset == nil }
        if tag == Self.compressedBySystem {
            return .init(
                reason: .unsupportedCompression,
                detail: "Its content is compressed by Windows (CompactOS, stream WofCompressedData), "
                    + "which is not unpacked; the compressed stream is an item of its own")
        }
        guard isHollow else { return nil }
        if tag == Self.deduplicated {
            return .init(
                reason: .unsupportedCompression,
                detail: "Its content is in the volume's deduplication store, which is not unpacked")
        }
        if tag & 0xFFFF_0FFF == Self.inCloud {
            return .init(
                reason: .contentElsewhere,
                detail: "Its content is kept online by a cloud service, and was not on the device")
        }
        return nil
    }
}
