import Evidence
import Examination
import Findings

/// A device in memory, some of which its container cannot vouch for.
final class MemoryDevice: Device {
    let bytes: [UInt8]
    let damaged: [ByteRange]
    /// Whether its errors say how far the damage goes, as those of a container with checksums do.
    let knowsExtent: Bool
    let byteCount: Int64
    let sectorSize: Int32 = 512

    /// - Parameter byteCount: what the device claims to have; more than `bytes` for one that ends early.
    init(_ bytes: [UInt8], damaged: [ByteRange] = [], knowsExtent: Bool = true, byteCount: Int64? = nil) {
        self.bytes = bytes
        self.damaged = damaged
        self.knowsExtent = knowsExtent
        self.byteCount = byteCount ?? Int64(bytes.count)
    }

    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        guard offset >= 0, offset < Int64(bytes.count) else { return 0 }
        var end = min(offset + Int64(buffer.count), Int64(bytes.count))
        for range in damaged {
            if range.offset <= offset, offset < range.end {
                throw EvidenceError(
                    .chunkChecksum, path: "memory.E01", byteOffset: range.offset,
                    byteCount: knowsExtent ? range.byteCount : nil, cause: "checksum of the chunk at \(range.offset)")
            }
            if range.offset > offset { end = min(end, range.offset) }
        }
        for i in 0..<Int(end - offset) { buffer[i] = bytes[Int(offset) + i] }
        return Int(end - offset)
    }
}

/// Remembers what it is told.
final class RecordingObserver: ExaminationObserver {
    private(set) var read: [Int64] = []
    private(set) var findings: [ShardFindings] = []

    func willParse(address: String, path: [UInt8]) {}
    func isReading(ordinal: Int64, byteCount: Int64) { read.append(ordinal) }
    func found(_ findings: ShardFindings, completes: Bool) { self.findings.append(findings) }
}

extension Volume {
    /// The whole of a device, whatever it holds.
    static func whole(of device: some Device) -> Volume {
        Volume(
            index: 3, range: ByteRange(offset: 0, byteCount: device.byteCount), scheme: "none", description: "",
            fileSystem: nil, state: .readable)
    }
}
