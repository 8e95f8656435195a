internal import Findings

/// The changes that a VHDX's log holds and that its file has not seen yet: whoever wrote it was interrupted.
struct VHDXLog {
    /// In the order in which they have to be made.
    let patches: [VHDXPatch]

    /// A log has 1 MiB by custom; it is held in memory while it is read.
    static let byteLimit: Int64 = 64 << 20
    static let patchLimit = 16_384
    /// How often all bytes of the log may be checked: entries that lie apart are checked once or twice.
    private static let passLimit = 4

    /// - Throws: `containerDamaged` when the log is not empty, and cannot be replayed.
    init(of header: VHDXHeader, in file: EvidenceFile) throws(EvidenceError) {
        guard let identity = header.logIdentity else {
            patches = []
            return
        }
        func damaged(_ cause: String) -> EvidenceError {
            EvidenceError(
                .containerDamaged, path: file.path, cause: "it was not closed, and its log cannot be replayed: \(cause)"
            )
        }
        guard header.logByteCount > 0, header.logByteCount % 4096 == 0, header.logByteCount <= Self.byteLimit,
            let log = try file.bytes(at: header.logOffset, byteCount: Int(header.logByteCount))
        else { throw damaged("it is outside of the file, or larger than \(Self.byteLimit) bytes") }
        var budget = Self.passLimit * log.count
        let entries = Self.activeSequence(in: log, logOffset: header.logOffset, identity: identity, &budget)
        guard budget >= 0 else { throw damaged("its entries lie on one another") }
        guard let last = entries.last else { throw damaged("it has no sound sequence of entries") }
        guard last.fileByteCount <= file.byteCount else {
            throw damaged("the file was larger when it was written (\(last.fileByteCount) bytes)")
        }
        patches = entries.flatMap(\.patches)
        guard patches.count <= Self.patchLimit else { throw damaged("it holds more than \(Self.patchLimit) changes") }
    }

    /// The newest run of entries that follow each other and is complete (MS-VHDX, section 2.3.2).
    /// - Parameter budget: how many bytes of entries may still be checked; below 0 when they were more.
    private static func activeSequence(
        in log: [UInt8], logOffset: Int64, identity: String, _ budget: inout Int
    ) -> [VHDXLogEntry] {
        var best: [VHDXLogEntry] = []
        var start = 0
        while start < log.count, budget >= 0 {
            let (run, places) = sequence(in: log, from: start, logOffset: logOffset, identity: identity, &budget)
            if let last = run.last, let first = places.firstIndex(of: Int(last.tail)),
                last.sequence > best.last?.sequence ?? 0
            {
                best = Array(run[first...])
            }
            guard let last = run.last, let place = places.last else {
                start += 4096
                continue
            }
            // Behind the run, unless it went around the ring: then all was seen.
            let next = place + Int(last.byteCount)
            guard next < log.count, next > start else { break }
            start = next
        }
        return best
    }

    private static func sequence(
        in log: [UInt8], from start: Int, logOffset: Int64, identity: String, _ budget: inout Int
    ) -> (entries: [VHDXLogEntry], places: [Int]) {
        var (entries, places, place, used) = ([VHDXLogEntry](), [Int](), start, 0)
        while used < log.count,
            let entry = VHDXLogEntry(log, at: place, logOffset: logOffset, identity: identity, &budget)
        {
            if let last = entries.last, entry.sequence != last.sequence &+ 1 { break }
            entries.append(entry)
            places.append(place)
            place = (place + Int(entry.byteCount)) % log.count
            used += Int(entry.byteCount)
        }
        return (entries, places)
    }
}
