internal import Findings

/// Puts an index together: header, section table, and the sections in the order of their kinds.
struct IndexAssembly {
    let sections: [IndexLayout.Section: SpoolFile]
    let counts: IndexCounts

    private struct Place {
        let section: IndexLayout.Section
        let offset: Int64
        let spool: SpoolFile
    }

    func write(in directory: String) throws(HashSetError) -> (file: PartialFile, sha256: [UInt8]) {
        let places = places
        let file = try PartialFile(in: directory)
        var written = try writeHeader(places, to: file)
        for place in places {
            try file.append(ArraySlice(repeating: 0, count: Int(place.offset - written)))
            try copy(place.spool, to: file)
            written = place.offset + place.spool.byteCount
        }
        return (file, try file.finish())
    }

    private var places: [Place] {
        let present = sections.sorted { $0.key.rawValue < $1.key.rawValue }
        var end = Int64(IndexLayout.headerByteCount + present.count * IndexLayout.sectionByteCount)
        let alignment = Int64(IndexLayout.alignment)
        return present.map { section, spool in
            let offset = (end + alignment - 1) / alignment * alignment
            end = offset + spool.byteCount
            return Place(section: section, offset: offset, spool: spool)
        }
    }

    private func writeHeader(_ places: [Place], to file: PartialFile) throws(HashSetError) -> Int64 {
        let end = places.last.map { $0.offset + $0.spool.byteCount } ?? 0
        var header = IndexLayout.magic
        let append = { (number: UInt64, byteCount: Int) in
            for index in 0..<byteCount { header.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
        }
        append(UInt64(IndexLayout.version), 4)
        append(UInt64(places.count), 4)
        append(UInt64(end), 8)
        for algorithm in DigestAlgorithm.byStrength { append(UInt64(counts.strongest[algorithm]), 8) }
        for algorithm in DigestAlgorithm.byStrength { append(UInt64(counts.having[algorithm]), 8) }
        append(UInt64(counts.read), 8)
        append(UInt64(counts.rejected), 8)
        header += [UInt8](repeating: 0, count: IndexLayout.headerByteCount - header.count)
        for place in places {
            append(UInt64(place.section.rawValue), 4)
            append(UInt64(place.section.rowByteCount), 4)
            append(UInt64(place.offset), 8)
            append(UInt64(place.spool.byteCount), 8)
        }
        try file.append(header[...])
        return Int64(header.count)
    }

    private func copy(_ spool: SpoolFile, to file: PartialFile) throws(HashSetError) {
        var (offset, piece): (Int64, [UInt8]) = (0, [])
        while offset < spool.byteCount {
            piece.removeAll(keepingCapacity: true)
            let got = try spool.read(at: offset, count: 1 << 20, into: &piece)
            guard got > 0 else {
                throw HashSetError(.cannotWrite, path: file.path, cause: "a temporary file ends too early")
            }
            try file.append(piece[...])
            offset += Int64(got)
        }
    }
}
