internal import Findings

/// How volumes lie on a device: what is between them, and where they lie on one another.
struct VolumeLayout {
    /// What belongs to no volume, in disk order.
    let unpartitioned: [Extent]
    /// What belongs to a volume that cannot be examined, volume by volume.
    let failed: [Extent]
    /// One failure for each volume that begins inside a former one.
    let overlaps: [Failure]

    /// - Parameter volumes: in the order of their start.
    init(_ volumes: [Volume], deviceByteCount: Int64) {
        let device = ByteRange(offset: 0, byteCount: deviceByteCount)
        var (gaps, overlaps): ([Extent], [Failure]) = ([], [])
        var reach: (end: Int64, volume: Volume?) = (0, nil)
        for volume in volumes {
            guard let range = volume.range.overlap(with: device) else { continue }
            if range.offset > reach.end { gaps.append(Self.gap(reach.end, range.offset)) }
            if let former = reach.volume, let overlap = former.range.overlap(with: range),
                !Self.share(former, volume)
            {
                overlaps.append(Self.failure(volume, former, overlap))
            }
            if range.end > reach.end { reach = (range.end, volume) }
        }
        if reach.end < deviceByteCount { gaps.append(Self.gap(reach.end, deviceByteCount)) }
        unpartitioned = gaps
        self.overlaps = overlaps
        failed = Self.failed(volumes, device)
    }

    /// Whether they are volumes of one container, which share its space by design.
    private static func share(_ a: Volume, _ b: Volume) -> Bool {
        a.scheme == "apfs" && b.scheme == "apfs" && a.range == b.range
    }

    private static func gap(_ start: Int64, _ end: Int64) -> Extent {
        Extent(range: ByteRange(offset: start, byteCount: end - start), coverage: .unpartitioned)
    }

    private static func failure(_ volume: Volume, _ former: Volume, _ overlap: ByteRange) -> Failure {
        Failure(
            scope: .volume, volume: volume.index, range: overlap, stage: .survey, reason: .overlappingVolumes,
            detail: "volume \(volume.index) (bytes \(volume.range.offset) to \(volume.range.end)) lies in part or as a "
                + "whole on volume \(former.index) (bytes \(former.range.offset) to \(former.range.end)): both are "
                + "examined, and the bytes that they share may be found twice")
    }

    /// A container's space has failed only when none of its volumes can be read.
    private static func failed(_ volumes: [Volume], _ device: ByteRange) -> [Extent] {
        let readable = volumes.filter { $0.state == .readable && $0.scheme == "apfs" }
        var seen: Set<ByteRange> = []
        return volumes.compactMap { volume in
            guard volume.state == .failed, let range = volume.range.overlap(with: device),
                !readable.contains(where: { share($0, volume) }),
                volume.scheme != "apfs" || seen.insert(range).inserted
            else { return nil }
            return Extent(range: range, coverage: .failed)
        }
    }
}
