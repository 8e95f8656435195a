import Digests
import Evidence
import Findings

/// A whole device, read from its beginning to its end.
struct Reading {
    /// Where the device could not be read, joined where they touch.
    private(set) var lost: [ByteRange] = []
    private(set) var failures: [EvidenceError] = []
    private(set) var byteCount: Int64 = 0
    /// Of what could be read.
    private(set) var sha256: String?

    /// - Parameter bufferByteCount: how much is asked for at a time.
    init(of device: any Device, bufferByteCount: Int = 1 << 20) throws {
        var digests = try ChosenDigests([.sha256])
        var buffer = [UInt8](repeating: 0xAA, count: bufferByteCount)
        var offset: Int64 = 0
        while offset < device.byteCount {
            let result = read(device, at: offset, into: &buffer)
            switch result {
            case .success(0): return
            case .success(let count):
                try digests.update(buffer.span.extracting(..<count))
                (offset, byteCount) = (offset + Int64(count), byteCount + Int64(count))
            case .failure(let error):
                offset += note(error, at: offset, on: device)
            }
        }
        sha256 = try digests.finalize()[.sha256]?.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func read(
        _ device: any Device, at offset: Int64, into buffer: inout [UInt8]
    ) -> Result<Int, EvidenceError> {
        do throws(EvidenceError) {
            var span = buffer.mutableSpan
            return .success(try device.read(at: offset, into: &span))
        } catch {
            return .failure(error)
        }
    }

    private mutating func note(_ error: EvidenceError, at offset: Int64, on device: any Device) -> Int64 {
        failures.append(error)
        let extent = error.range.map { $0.offset <= offset && $0.end > offset ? $0.end - offset : 512 } ?? 512
        let count = min(device.byteCount - offset, extent)
        if let last = lost.last, last.end == offset {
            lost[lost.count - 1].byteCount += count
        } else {
            lost.append(ByteRange(offset: offset, byteCount: count))
        }
        return count
    }
}
