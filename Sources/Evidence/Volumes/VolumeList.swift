internal import Findings

/// The volumes of a device as they are found, with what is wrong with each.
struct VolumeList {
    let disk: Window
    /// How long the device was, by its partition table; nil where that says nothing.
    let deviceByteCount: Int64?
    private(set) var volumes: [Volume] = []
    private(set) var failures: [Failure] = []
    private var isFull = false

    /// The most volumes that a survey lists, those inside containers included. Beyond it one failure says so.
    static let limit = 1_000

    init(_ disk: Window, deviceByteCount: Int64?) {
        self.disk = disk
        self.deviceByteCount = deviceByteCount
    }

    /// Adds what a partition holds.
    mutating func add(_ partition: Partition) {
        guard partition.range.offset < disk.byteCount else {
            append(volume(partition, nil, state: .failed)) { list, index in
                list.fail(
                    index, .volumeOutsideImage, partition.range,
                    "the volume begins at byte \(partition.range.offset), past the end of the image at byte "
                        + "\(list.disk.byteCount): nothing of it is in the image")
            }
            return
        }
        var errors: [EvidenceError] = []
        let recognition = Format.recognise(Window(disk.device, partition.range), failures: &errors)
        add(partition, Division.Whole(recognition: recognition, errors: errors), ruin: nil)
    }

    /// Adds a volume whose content has been looked at.
    /// - Parameter ruin: why its partition table cannot be used, where it stands for the whole device for that reason.
    mutating func add(_ partition: Partition, _ content: Division.Whole, ruin: Failure?) {
        guard let recognition = content.recognition else {
            append(volume(partition, nil, state: .failed)) { list, index in
                list.failUnrecognised(index, partition, content.errors, ruin: ruin)
                list.failBeyondEnd(index, partition, nil)
            }
            return
        }
        guard let inner = recognition.inner, recognition.obstacle == nil else {
            append(volume(partition, recognition, state: recognition.obstacle == nil ? .readable : .failed)) {
                list, index in
                if let obstacle = recognition.obstacle {
                    list.fail(index, obstacle.reason, partition.range, obstacle.detail)
                }
                list.remark(index, partition, recognition)
            }
            return
        }
        if inner.isEmpty {
            append(volume(partition, recognition, state: .failed)) { list, index in
                list.fail(
                    index, .noFileSystem, partition.range, "the container has no volume: there is nothing to walk")
                list.remark(index, partition, recognition)
            }
        }
        for volume in inner { add(volume, of: partition, recognition) }
    }

    private mutating func add(
        _ inner: Recognition.InnerVolume, of partition: Partition, _ recognition: Recognition
    ) {
        var found = volume(partition, recognition, state: inner.obstacle == nil ? .readable : .failed)
        (found.scheme, found.label, found.subvolume) = (recognition.fileSystem, inner.label, inner.number)
        append(found) { list, index in
            if let obstacle = inner.obstacle { list.fail(index, obstacle.reason, partition.range, obstacle.detail) }
            if inner.snapshotCount > 0 {
                list.fail(
                    index, .volumeShadowCopies, nil,
                    "the volume has \(inner.snapshotCount) snapshots, former states of it: they are not examined, the "
                        + "present state is. Mount them with a tool for that, image them, and add the images")
            }
            list.remark(index, partition, recognition)
        }
    }

    private func volume(_ partition: Partition, _ recognition: Recognition?, state: Volume.State) -> Volume {
        Volume(
            index: 0, range: partition.range, scheme: partition.scheme, description: partition.description,
            fileSystem: recognition?.fileSystem, label: recognition?.label, state: state)
    }

    /// Numbers the volume, adds it, and then what is wrong with it.
    private mutating func append(_ volume: Volume, failing: (inout VolumeList, Int32) -> Void) {
        guard volumes.count < Self.limit else {
            if !isFull {
                failures.append(
                    Failure(
                        scope: .image, range: volume.range, stage: .survey, reason: .itemLimit,
                        detail:
                            "the image has more than \(Self.limit) volumes: those from byte \(volume.range.offset) on "
                            + "are not listed"))
            }
            isFull = true
            return
        }
        var volume = volume
        volume.index = Int32(volumes.count)
        volumes.append(volume)
        failing(&self, volume.index)
    }
}

// MARK: What is wrong with a volume

extension VolumeList {
    fileprivate mutating func fail(_ index: Int32, _ reason: Failure.Reason, _ range: ByteRange?, _ detail: String) {
        failures.append(
            Failure(scope: .volume, volume: index, range: range, stage: .survey, reason: reason, detail: detail))
    }

    fileprivate mutating func failUnrecognised(
        _ index: Int32, _ partition: Partition, _ errors: [EvidenceError], ruin: Failure?
    ) {
        if var ruin {
            ruin.volume = index
            failures.append(ruin)
        } else if let obstacle = partition.obstacle {
            fail(index, obstacle.reason, partition.range, obstacle.detail)
        } else if errors.isEmpty {
            fail(
                index, .noFileSystem, partition.range,
                partition.isBare
                    ? "by its type the partition is reserved and holds no file system: nothing of it was walked"
                    : "no known file system was recognised: nothing of the volume was walked. It may be blank, wholly "
                        + "encrypted, or of a kind that another tool knows")
        }
        failUnreadable(index, partition, errors)
    }

    /// One failure for each cause, about all that it keeps from being read of the volume.
    private mutating func failUnreadable(_ index: Int32, _ partition: Partition, _ errors: [EvidenceError]) {
        var seen: Set<String> = []
        for error in errors where seen.insert(error.cause).inserted {
            var failure = error.failure(scope: .volume, volume: index, stage: .survey)
            let ranges = errors.filter { $0.cause == error.cause }.compactMap(\.range)
            let start = ranges.map(\.offset).min() ?? partition.range.offset
            let end = ranges.map(\.end).max() ?? partition.range.end
            failure.range =
                ByteRange(offset: start, byteCount: max(0, end - start)).overlap(with: partition.range)
                ?? partition.range
            failures.append(failure)
        }
    }

    /// What an investigator has to know of a volume that was recognised.
    fileprivate mutating func remark(_ index: Int32, _ partition: Partition, _ recognition: Recognition) {
        for remark in recognition.remarks { fail(index, remark.reason, remark.range, remark.detail) }
        if let obstacle = partition.obstacle, recognition.obstacle == nil {
            fail(
                index, obstacle.reason, partition.range,
                "the volume is examined, but it belongs to \(obstacle.what): what that spreads over several partitions "
                    + "is not. Assemble its volumes read-only, image them, and add those")
        }
        failBeyondPartition(index, partition, recognition)
        failBeyondEnd(index, partition, recognition)
    }

    /// A file system that is longer than its partition: the table is wrong, or it spreads over further devices.
    private mutating func failBeyondPartition(_ index: Int32, _ partition: Partition, _ recognition: Recognition) {
        let stated = partition.range.offset.addingClamped(recognition.byteCount ?? 0)
        guard stated > partition.range.end, stated <= disk.byteCount else { return }
        // What lies behind the end is the next volume's, which is examined.
        fail(
            index, .fileSystemDamaged, ByteRange(offset: partition.range.end, byteCount: 0),
            "the file system says that it ends at byte \(stated), its partition at byte \(partition.range.end): it is "
                + "examined as far as the partition goes. Its table may be wrong, or it may spread over several devices"
        )
    }

    /// A volume that ends past the end of the image is examined as far as it goes. Where the table or the file system
    /// itself says that there was more, the image was cut; else the entry may be wrong as well.
    fileprivate mutating func failBeyondEnd(_ index: Int32, _ partition: Partition, _ recognition: Recognition?) {
        let end = disk.byteCount
        let fileSystemEnd = partition.range.offset.addingClamped(recognition?.byteCount ?? 0)
        let stated = max(partition.range.end, fileSystemEnd)
        guard stated > end else { return }
        let isCut = fileSystemEnd > end || deviceByteCount ?? 0 > end
        let missing = ByteRange(offset: end, byteCount: stated - end)
        var detail = "the volume ends at byte \(stated), \(missing.byteCount) bytes past the end of the image"
        if isCut { detail += ", which was cut short" }
        if let recognition, recognition.obstacle == nil { detail += ": it is examined as far as it goes" }
        if isCut { detail += ". Compare the image with the original copy, or acquire the device again" }
        fail(index, isCut ? .truncatedImage : .volumeOutsideImage, missing, detail)
    }
}
