public import Findings

/// The walk of one volume's file system: its files, allocated and deleted, and what each byte of it is in use for.
///
/// A walk finds the same in the same order every time, in bounded memory. What it cannot read, or finds to be damaged,
/// is a failure among its findings; the rest goes on.
public final class Walk {
    private let volume: Volume
    private let device: CachedDevice
    private let ceilings: WalkCeilings
    private let skipped: Set<String>

    /// - Parameter skipping: addresses that killed an examiner before, as `run` told them; they are reported as
    ///   failures, not parsed.
    public init(
        of volume: Volume, on device: any Device, ceilings: WalkCeilings = .standard, skipping: Set<String> = []
    ) {
        (self.volume, self.ceilings, skipped) = (volume, ceilings, skipping)
        self.device = CachedDevice(device)
    }

    public enum Finding {
        case item(Item)
        case furtherPath(FurtherPath)
        /// What has become of an item that the walk itself has lost, or a part of it; a failure says why.
        case content(Content)
        case failure(Failure)
        case extent(Extent)
    }

    /// Walks the volume: items first, then the extents, which cover the volume without a gap.
    /// - Parameters:
    ///   - willParse: is told an address and its path before anything is parsed that could kill this process;
    ///     `volume`, `orphans` and `space` stand for the parts of a walk that are about no single entry.
    ///   - found: is told each finding. What it throws ends the walk.
    /// - Throws: what `found` throws, and nothing else.
    public func run(willParse: (String, [UInt8]) -> Void, found: (Finding) throws -> Void) throws {
        do {
            try withoutActuallyEscaping(willParse) { willParse in
                try withoutActuallyEscaping(found) { found in
                    try run(WalkRecorder(volume: volume, ceilings: ceilings, willParse: willParse, found: found))
                }
            }
        } catch let interruption as Interruption {
            throw interruption.cause
        }
    }

    private func run(_ recorder: WalkRecorder) throws {
        let range = ByteRange(offset: volume.range.offset, byteCount: clippedByteCount)
        let fileSystem: any FileSystem
        do throws(EvidenceError) {
            fileSystem = try open(recorder)
        } catch {
            try recorder.record(error, at: nil)
            if range.byteCount > 0 { try recorder.record(Extent(range: range, coverage: .failed)) }
            return
        }
        // What is in use, and no item's content, is the file system's own only where every item has been listed.
        var use = CoverageClass.structures
        do {
            try fileSystem.recordItems(recorder, skipping: skipped)
        } catch is WalkEnd {
            use = .failed
        }
        recorder.isListing = false
        var writer = ExtentWriter(range)
        do {
            try enter(.space, recorder)
            var count = 0
            try fileSystem.forEachExtent { offset, byteCount, isInUse in
                if count % Self.extentsBetweenSigns == 0 { recorder.stillParsing() }
                count += 1
                try writer.add(isInUse ? use : .unallocated, at: offset, byteCount, recorder.record(_:))
            }
        } catch let error as EvidenceError {
            try recorder.record(error, at: nil)
            return try writer.finish(as: .failed, recorder.record(_:))
        }
        try writer.finish(as: .unallocated, recorder.record(_:))
    }

    /// A slow disk may have to be read for each extent.
    private static let extentsBetweenSigns = 64

    /// The parts of a walk that are about no single entry. Their names stand for an address.
    private enum Part: String {
        case volume, space
    }

    /// Says that a part begins.
    /// - Throws: when an examiner died in it before.
    private func enter(_ part: Part, _ recorder: WalkRecorder) throws(EvidenceError) {
        guard !skipped.contains(part.rawValue) else {
            let words = part == .volume ? "opened its file system" : "looked at which of its blocks are in use"
            throw EvidenceError(
                .parserCrashed, path: "volume \(volume.index)", byteOffset: volume.range.offset,
                byteCount: volume.range.byteCount, cause: "An examiner died while it \(words)")
        }
        recorder.willParse(part.rawValue, [])
    }

    private func open(_ recorder: WalkRecorder) throws(EvidenceError) -> any FileSystem {
        try enter(.volume, recorder)
        return switch volume.fileSystem {
        case "ntfs": try NTFSVolume(of: volume, on: device)
        case "ext2", "ext3", "ext4": try ExtVolume(of: volume, on: device)
        case "fat12", "fat16", "fat32": try FATVolume(of: volume, on: device)
        case "exfat": try ExFATVolume(of: volume, on: device)
        case "iso9660": try ISOVolume(of: volume, on: device)
        case "yaffs2": try YAFFSVolume(of: volume, on: device, recorder.stillParsing)
        default: try TSKVolume(of: volume, on: device)
        }
    }

    /// How much of the volume the device has.
    private var clippedByteCount: Int64 {
        max(0, min(volume.range.byteCount, device.byteCount - volume.range.offset))
    }
}
