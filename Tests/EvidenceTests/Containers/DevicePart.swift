import Evidence

/// Some of a device, as a device of its own.
final class DevicePart: Device {
    private let device: any Device
    private let start: Int64
    let byteCount: Int64
    var sectorSize: Int32 { device.sectorSize }

    init(of device: any Device, from start: Int64, limit: Int64) {
        (self.device, self.start) = (device, start)
        byteCount = min(device.byteCount - start, limit)
    }

    /// A device that claims to be enormous is read at its beginning and its end: 16 MiB there, 8 MiB here.
    static func ends(of device: any Device) -> [DevicePart] {
        [0, max(0, device.byteCount - (8 << 20))].map { DevicePart(of: device, from: $0, limit: 16 << 20) }
    }

    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        guard offset < byteCount else { return 0 }
        let count = Int(min(Int64(buffer.count), byteCount - offset))
        var part = buffer._mutatingExtracting(0..<count)
        return try device.read(at: start + offset, into: &part)
    }
}
