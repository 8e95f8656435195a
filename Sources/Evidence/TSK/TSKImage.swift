internal import CTSK
internal import Findings

/// A device as libtsk sees it. libtsk opens no file itself: all that it reads comes from the device, and damage is an
/// error to it, never zeros.
@safe final class TSKImage {
    let handle: UnsafeMutablePointer<TSK_IMG_INFO>
    private let source: TSKSource

    init(of device: any Device) throws(EvidenceError) {
        let source = TSKSource(device)
        let context = unsafe Unmanaged.passUnretained(source).toOpaque()
        // libtsk knows sectors of a multiple of 512 bytes only, and uses them to look for file systems.
        let sectorSize = device.sectorSize >= 512 && device.sectorSize % 512 == 0 ? UInt32(device.sectorSize) : 512
        let opened = unsafe ctsk_image_open(context, device.byteCount, sectorSize) { context, offset, buffer, count in
            guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
            let source = unsafe Unmanaged<TSKSource>.fromOpaque(context).takeUnretainedValue()
            let bytes = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: count)
            return unsafe source.read(at: offset, into: MutableSpan(_unsafeBytes: bytes))
        }
        guard let opened = unsafe opened else {
            throw EvidenceError(.unreadable, path: "", cause: TSKError.takeLast())
        }
        unsafe (handle, self.source) = (opened, source)
    }

    deinit { unsafe tsk_img_close(handle) }

    /// The damage that libtsk's last reads met, if any, which is forgotten by asking.
    func takeDamage() -> EvidenceError? {
        defer { source.damage = nil }
        return source.damage
    }

    /// Why a volume of the image cannot be opened: damage, or what libtsk says of it.
    func refusal(of volume: Volume) -> EvidenceError {
        let words = TSKError.takeLast()
        if let damage = takeDamage() { return damage }
        return EvidenceError(
            .fileSystemDamaged, path: "volume \(volume.index)", byteOffset: volume.range.offset,
            byteCount: volume.range.byteCount, cause: "libtsk cannot open its file system: \(words)")
    }
}

/// What libtsk's read callback reads from.
private final class TSKSource {
    private let device: any Device
    var damage: EvidenceError?

    init(_ device: any Device) { self.device = device }

    /// - Returns: as many bytes as were asked for or the device has, -1 where any of them cannot be read: half an
    ///   answer would end up as a folder that looks short.
    func read(at offset: Int64, into buffer: consuming MutableSpan<UInt8>) -> Int {
        guard offset >= 0, offset < device.byteCount else { return offset == device.byteCount ? 0 : -1 }
        let wanted = Int(min(Int64(buffer.count), device.byteCount - offset))
        var filled = 0
        do {
            while filled < wanted {
                var rest = buffer._mutatingExtracting(filled..<wanted)
                let count = try device.read(at: offset + Int64(filled), into: &rest)
                guard count > 0 else { return -1 }
                filled += count
            }
        } catch {
            damage = error
            return -1
        }
        return filled
    }
}
