internal import Findings

/// The tables of a UDIF image: where each run of the device is. They are read at once, and kept: some 40 bytes for
/// each megabyte of the device, or less.
struct DMGTables {
    private(set) var runs: [DMGRun] = []
    /// Tables that were left out.
    private(set) var damagedCount = 0

    /// The property list of a device of half a terabyte has about this size.
    static let byteLimit: Int64 = 64 << 20

    /// - Throws: when there are no tables, or more than are read.
    init(_ trailer: DMGTrailer, of candidate: Candidate) throws(EvidenceError) {
        let part = trailer.propertyList.byteCount > 0 ? trailer.propertyList : trailer.resources
        guard part.byteCount > 0 else {
            guard trailer.data.byteCount == trailer.deviceByteCount else { throw candidate.damaged("it has no tables") }
            // A device as it is, with a trailer behind it.
            runs = [
                DMGRun(
                    offset: 0, byteCount: trailer.deviceByteCount, fileOffset: trailer.data.offset,
                    packedByteCount: trailer.data.byteCount, kind: .stored)
            ]
            return
        }
        guard part.byteCount <= Self.byteLimit else {
            throw EvidenceError(
                .unsupportedImage, path: candidate.file.path,
                cause: "its tables have \(part.byteCount) bytes, of which \(Self.byteLimit) are read. Convert it to raw"
            )
        }
        guard let bytes = try candidate.file.bytes(at: part.offset, byteCount: Int(part.byteCount)) else {
            throw candidate.damaged("its tables lie outside of the file")
        }
        let tables = trailer.propertyList.byteCount > 0 ? DMGPropertyList.tables(bytes) : Self.resources(bytes)
        for table in tables {
            if let runs = DMGRun.runs(of: Record(table, .bigEndian), dataOffset: trailer.data.offset) {
                self.runs += runs
            } else {
                damagedCount += 1
            }
        }
        runs.sort { $0.offset < $1.offset }
        guard !runs.isEmpty else { throw candidate.damaged("its tables are damaged") }
    }

    /// The tables in a resource fork: its data are one resource after another, each behind its size.
    private static func resources(_ fork: [UInt8]) -> [[UInt8]] {
        guard fork.count >= 16 else { return [] }
        let record = Record(fork, .bigEndian)
        var place = Int(record.uint32(at: 0))
        let end = min(fork.count, place + Int(record.uint32(at: 8)))
        var tables: [[UInt8]] = []
        while place <= end - 4 {
            let byteCount = Int(record.uint32(at: place))
            place += 4
            guard byteCount <= end - place else { break }
            if fork[place...].starts(with: "mish".utf8) { tables.append(Array(fork[place..<place + byteCount])) }
            place += byteCount
        }
        return tables
    }
}
