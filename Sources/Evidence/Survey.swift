public import Findings

/// The survey of an image: its volumes, what of the device belongs to none, and what failed.
///
/// It recognises by content alone, reads a few kilobytes of each volume, and lists at most 1,000 of them.
public struct Survey {
    /// In the order of their start, and numbered in it; of the same start, in the table's order.
    public let volumes: [Volume]
    /// What lies in no volume (`unpartitioned`), in disk order; then each volume that cannot be read (`failed`). Where
    /// volumes overlap, so may these.
    public let extents: [Extent]
    /// Those of the image first, then of its partition table, then of its volumes in order.
    public let failures: [Failure]

    /// Surveys an opened image; the damage known since its opening is among the failures.
    public init(of image: Image) {
        self.init(of: image, unreadable: image.unreadable)
    }

    /// Surveys a device.
    /// - Parameter unreadable: the damage that is known already.
    public init(of device: any Device, unreadable: [Failure] = []) {
        let disk = Window(device)
        guard disk.byteCount > 0 else {
            (volumes, extents) = ([], [])
            failures = unreadable + Self.nothing
            return
        }
        let division = Division(of: disk)
        var list = VolumeList(disk, deviceByteCount: division.table?.deviceByteCount)
        division.list(disk, into: &list)
        let layout = VolumeLayout(list.volumes, deviceByteCount: disk.byteCount)
        volumes = list.volumes
        extents = layout.unpartitioned + layout.failed
        failures = unreadable + division.failures(disk, beside: unreadable) + list.failures + layout.overlaps
    }

    private static let nothing = [
        Failure(
            scope: .image, stage: .survey, reason: .emptyImage,
            detail: "the image has no bytes at all. Check that the file was copied completely")
    ]
}

extension Division {
    /// Lists the volumes in the order of their start.
    fileprivate func list(_ disk: Window, into list: inout VolumeList) {
        var partitions = table?.partitions ?? []
        partitions = partitions.enumerated().sorted {
            ($0.element.range.offset, $0.offset) < ($1.element.range.offset, $1.offset)
        }.map(\.element)
        if let whole {
            var range = disk.range
            if let first = partitions.first, let end = whole.recognition?.byteCount, first.range.offset >= end {
                range.byteCount = end
            }
            let scheme = table?.ruin == nil ? "none" : "gpt"
            let description = table?.ruin == nil ? "" : "a GUID partition table that cannot be used"
            list.add(Partition(range: range, scheme: scheme, description: description), whole, ruin: table?.ruin)
        }
        for partition in partitions { list.add(partition) }
    }

    /// What is wrong with the table, and with the device by what the table says.
    /// - Parameter known: the image's own failures, which need no second mention.
    fileprivate func failures(_ disk: Window, beside known: [Failure]) -> [Failure] {
        guard let table else { return [] }
        var failures = table.failures.filter { failure in
            !known.contains { $0.reason == failure.reason && $0.range?.holds(failure.range) == true }
        }
        if let ruin = table.ruin, whole == nil || whole?.recognition != nil {
            var failure = ruin
            failure.scope = .image
            failures.append(failure)
        }
        if let former {
            let range = former.byteCount.flatMap { ByteRange(offset: 0, byteCount: $0).overlap(with: disk.range) }
            failures.append(
                Failure(
                    scope: .image, range: range, stage: .survey, reason: .formerFileSystem,
                    detail: "\(former.fileSystem) was recognised at the start of the device, where its partition table "
                        + "(\(table.scheme)) has no volume: the volumes of the table are examined, this is not"))
        }
        if let stated = table.deviceByteCount, stated > disk.byteCount {
            failures.append(
                Failure(
                    scope: .image, range: ByteRange(offset: disk.byteCount, byteCount: stated - disk.byteCount),
                    stage: .survey, reason: .truncatedImage,
                    detail:
                        "by its partition table the device has \(stated) bytes, the image only \(disk.byteCount): it "
                        + "was cut short. Compare it with the original copy, or acquire the device again"))
        }
        return failures
    }
}
