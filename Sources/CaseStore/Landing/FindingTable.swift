internal import Findings

/// How one kind of finding lies in its table.
struct FindingTable<Finding> {
    let name: String
    /// All columns that are COPYed, in order; `exhibit_id` comes before them.
    let columns: [String]
    /// Whether the findings are about the volume of their shard.
    var needsVolume = true
    /// Writes the values of `columns`.
    let encode: (Finding, _ volume: Int32?, inout BinaryRows) -> Void
}

extension Volume {
    static var table: FindingTable<Volume> {
        FindingTable(
            name: "volumes",
            columns: [
                "volume", "start", "byte_count", "scheme", "description", "file_system", "label", "state", "subvolume",
            ],
            needsVolume: false
        ) { volume, _, rows in
            rows.append(volume.index)
            rows.append(volume.range.offset)
            rows.append(volume.range.byteCount)
            rows.append(volume.scheme)
            rows.append(volume.description)
            rows.append(volume.fileSystem)
            rows.append(volume.label)
            rows.append(volume.state.rawValue)
            rows.append(volume.subvolume)
        }
    }
}

extension Item {
    static var table: FindingTable<Item> {
        FindingTable(
            name: "items",
            columns: [
                "volume", "ordinal", "byte_count", "created", "modified", "accessed", "changed", "nanoseconds", "kind",
                "is_allocated", "is_overwritten", "address", "stream", "path", "link_target", "runs", "slack",
                "far_times",
            ]
        ) { item, volume, rows in
            rows.append(volume)
            rows.append(item.ordinal)
            rows.append(item.byteCount)
            let times = ItemTimes(item)
            for time in times.stored { rows.append(time) }
            rows.append(times.nanoseconds)
            rows.append(item.kind.rawValue)
            rows.append(item.isAllocated)
            rows.append(item.isOverwritten)
            rows.append(item.address)
            rows.append(item.stream)
            rows.append(item.path)
            rows.append(item.linkTarget)
            rows.append(item.runs.map { $0.offset ?? -1 } + item.runs.map(\.byteCount))
            rows.append(item.slack.map(\.offset) + item.slack.map(\.byteCount))
            rows.append(times.far)
        }
    }
}

extension FurtherPath {
    static var table: FindingTable<FurtherPath> {
        FindingTable(name: "further_paths", columns: ["volume", "ordinal", "path"]) { further, volume, rows in
            rows.append(volume)
            rows.append(further.ordinal)
            rows.append(further.path)
        }
    }
}

extension Content {
    static var table: FindingTable<Content> {
        FindingTable(
            name: "contents", columns: ["volume", "ordinal", "state", "md5", "sha1", "sha256", "type"]
        ) { content, volume, rows in
            rows.append(volume)
            rows.append(content.ordinal)
            rows.append(content.state.rawValue)
            rows.append(content.digests?.md5)
            rows.append(content.digests?.sha1)
            rows.append(content.digests?.sha256)
            rows.append(content.type)
        }
    }
}

extension Hit {
    static func table(landing: Int64) -> FindingTable<Hit> {
        FindingTable(
            name: "hits", columns: ["volume", "ordinal", "hash_set", "algorithm", "entry", "category", "landing"]
        ) { hit, volume, rows in
            rows.append(volume)
            rows.append(hit.ordinal)
            rows.append(hit.hashSet)
            rows.append(hit.algorithm.rawValue)
            rows.append(hit.entry)
            rows.append(hit.category)
            rows.append(landing)
        }
    }
}

extension Extent {
    static var table: FindingTable<Extent> {
        FindingTable(
            name: "extents", columns: ["volume", "start", "byte_count", "class"], needsVolume: false
        ) { extent, volume, rows in
            rows.append(volume)
            rows.append(extent.range.offset)
            rows.append(extent.range.byteCount)
            rows.append(extent.coverage.rawValue)
        }
    }
}

extension Failure {
    static var table: FindingTable<Failure> {
        FindingTable(
            name: "failures",
            columns: [
                "volume", "ordinal", "start", "byte_count", "scope", "stage", "reason", "address", "path", "detail",
            ],
            needsVolume: false
        ) { failure, _, rows in
            rows.append(failure.volume)
            rows.append(failure.ordinal)
            rows.append(failure.range?.offset)
            rows.append(failure.range?.byteCount)
            rows.append(failure.scope.rawValue)
            rows.append(failure.stage.rawValue)
            rows.append(failure.reason.rawValue)
            rows.append(failure.address)
            rows.append(failure.path)
            rows.append(failure.detail)
        }
    }
}

extension Verification {
    static var table: FindingTable<Verification> {
        FindingTable(
            name: "verifications", columns: ["algorithm", "stored", "origin", "computed"], needsVolume: false
        ) { verification, _, rows in
            rows.append(verification.stored.algorithm.rawValue)
            rows.append(verification.stored.value)
            rows.append(verification.stored.origin)
            rows.append(verification.computed)
        }
    }
}
