internal import Findings

/// What a file stands for instead of its own content (Microsoft, [MS-FSCC] 2.1.2).
struct NTFSReparsePoint {
    private let kind: Kind
    /// Where a symbolic link or a mount point leads, in UTF-8.
    private(set) var target: [UInt8]?
    /// What of it cannot be read.
    private(set) var loss: ContentPlan.Loss?

    private enum Kind: Equatable {
        case mountPoint, symbolicLink, archived, compressedBySystem, deduplicated, inCloud
        case other(UInt32), unknown

        init(_ tag: UInt32, provider: UInt32?) {
            switch tag {
            case 0xA000_0003: self = .mountPoint
            case 0xA000_000C: self = .symbolicLink
            case 0x8000_0017: self = provider == 1 ? .archived : .compressedBySystem
            case 0x8000_0013: self = .deduplicated
            case _ where tag & 0xFFFF_0FFF == 0x9000_001A: self = .inCloud
            default: self = .other(tag)
            }
        }
    }

    /// Windows allows for no more data than this.
    private static let byteLimit = 16 << 10
    private static let attributeFlag: UInt32 = 0x400

    /// - Returns: nil for a file that stands for itself.
    init?(of file: NTFSFile, in table: MasterFileTable) {
        guard let stream = file.streams.first(where: { $0.type == .reparsePoint }) else {
            guard file.windowsAttributes & Self.attributeFlag != 0 else { return nil }
            kind = .unknown
            let damage = NTFSDamage("the file is marked to have one, but it is not there")
            loss = table.loss("Its reparse point", file.record.number, damage)
            return
        }
        do {
            let bytes = try table.bytes(of: stream, atMost: Self.byteLimit)[...]
            guard let tag = bytes.le32(0) else { throw NTFSDamage("it has \(bytes.count) bytes only") }
            kind = Kind(tag, provider: bytes.le32(12))
            guard isLink || kind == .mountPoint else { return }
            target = Self.target(in: bytes, isLink: isLink)
            if target == nil {
                loss = table.loss("Its reparse point", file.record.number, NTFSDamage("where it leads is damaged"))
            }
        } catch {
            kind = .unknown
            loss = table.loss("Its reparse point", file.record.number, error)
        }
    }

    /// The path to be shown, or where that is empty, the one that is followed.
    /// - Returns: nil where it lies outside of the data.
    private static func target(in bytes: ArraySlice<UInt8>, isLink: Bool) -> [UInt8]? {
        // The buffer of paths begins behind the four places in it, and for a symbolic link behind flags too.
        let buffer = isLink ? 20 : 16
        for place in [12, 8] {
            guard let offset = bytes.le16(place), let length = bytes.le16(place + 2),
                let path = bytes.part(buffer + Int(offset), Int(length))
            else { return nil }
            if length > 0 { return path.utf8FromUTF16() }
        }
        return nil
    }

    var isLink: Bool { kind == .symbolicLink }

    /// Why the file's own content, which reads as zeros where it has holes, is not what Windows would show.
    /// - Parameter isHollow: whether some of it is nowhere on the device.
    func absence(isHollow: Bool) -> ContentPlan.Loss? {
        switch kind {
        case .compressedBySystem:
            return .init(
                reason: .unsupportedCompression,
                detail: "Its content is compressed by Windows (CompactOS, stream WofCompressedData), "
                    + "which is not unpacked; the compressed stream is an item of its own")
        case .archived:
            return .init(
                reason: .contentElsewhere,
                detail: "Its content is in an archive of Windows' setup (WIMBoot, a file .wim), which is not unpacked")
        case _ where !isHollow: return nil
        case .deduplicated:
            return .init(
                reason: .unsupportedCompression,
                detail: "Its content is in the volume's deduplication store, which is not unpacked")
        case .inCloud:
            return .init(
                reason: .contentElsewhere,
                detail: "Its content is kept online by a cloud service, and was not on the device, or not all of it")
        case .other(let tag):
            return .init(
                reason: .contentElsewhere,
                detail: "What is missing of its content is supplied by a program of its own, by reparse point "
                    + "0x\(String(tag, radix: 16))")
        case .unknown: return loss
        case .mountPoint, .symbolicLink: return nil
        }
    }
}

extension NTFSFile {
    /// Of $STANDARD_INFORMATION: read-only, hidden, … ([MS-FSCC] 2.6).
    fileprivate var windowsAttributes: UInt32 {
        attributes.first { $0.type == .standardInformation }?.resident?.le32(32) ?? 0
    }
}
