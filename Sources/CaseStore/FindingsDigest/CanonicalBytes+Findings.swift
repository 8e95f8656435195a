internal import Findings

extension CanonicalBytes {
    mutating func add(_ image: ImageDescription) {
        begin("image")
        add(image.format)
        add(image.byteCount)
        add(image.sectorSize)
        add(image.storedDigests) { $0.add(fieldsOf: $1) }
        // By the bytes of the key, so that no locale has a say.
        add(image.acquisition.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            $0.add($1.key)
            $0.add($1.value)
        }
    }

    mutating func add(_ volume: Volume) {
        begin("volume")
        add(volume.index)
        add(volume.range.offset)
        add(volume.range.byteCount)
        add(volume.scheme)
        add(volume.description)
        add(volume.fileSystem)
        add(volume.label)
        add(volume.state.rawValue)
        add(volume.subvolume)
    }

    mutating func add(_ record: ItemRecord) {
        let item = record.item
        begin("item")
        add(record.volume)
        add(item.ordinal)
        add(item.address)
        add(item.stream)
        add([item.path] + record.furtherPaths) { $0.add($1) }
        add(item.kind.rawValue)
        add(item.isAllocated)
        add(item.isOverwritten)
        add(item.byteCount)
        for time in [item.created, item.modified, item.accessed, item.changed] { add(time) }
        add(item.linkTarget)
        add(item.runs) {
            $0.add($1.offset)
            $0.add($1.byteCount)
        }
        add(item.slack) {
            $0.add($1.offset)
            $0.add($1.byteCount)
        }
        add(record.content?.state.rawValue)
        for algorithm in DigestAlgorithm.allCases { add(record.content?.digests?[algorithm]) }
        add(record.content?.type)
    }

    mutating func add(_ hit: Hit, volume: Int32) {
        begin("hit")
        add(volume)
        add(hit.ordinal)
        add(hit.hashSet)
        add(hit.algorithm.rawValue)
        add(hit.entry)
        add(hit.category)
    }

    mutating func add(_ failure: Failure) {
        begin("failure")
        add(failure.scope.rawValue)
        add(failure.volume)
        add(failure.ordinal)
        add(failure.address)
        add(failure.path)
        add(failure.range?.offset)
        add(failure.range?.byteCount)
        add(failure.stage.rawValue)
        add(failure.reason.rawValue)
        add(failure.detail)
    }

    mutating func add(_ verification: Verification) {
        begin("verification")
        add(fieldsOf: verification.stored)
        add(verification.computed)
    }

    mutating func add(_ coverage: Coverage) {
        begin("coverage")
        add(coverage.byteCount)
        add(CoverageClass.allCases) { $0.add(coverage.byteCounts[$1]) }
        add(coverage.overlappingByteCount)
    }

    private mutating func add(fieldsOf digest: StoredDigest) {
        add(digest.algorithm.rawValue)
        add(digest.value)
        add(digest.origin)
    }
}
