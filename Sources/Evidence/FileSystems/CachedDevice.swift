internal import Findings

/// A device behind a small cache of aligned blocks: parsers of file systems read few bytes at a time, often the same.
final class CachedDevice: Device {
    private let device: any Device
    private var cache: BlockCache
    private let blockSize: Int64 = 64 << 10

    var byteCount: Int64 { device.byteCount }
    var sectorSize: Int32 { device.sectorSize }

    init(_ device: any Device, byteLimit: Int = 8 << 20) {
        self.device = device
        cache = BlockCache(byteLimit: byteLimit)
    }

    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        guard offset >= 0, offset < byteCount, buffer.count < 4 * blockSize else {
            return try device.read(at: offset, into: &buffer)
        }
        let wanted = Int(min(Int64(buffer.count), byteCount - offset))
        var filled = 0
        while filled < wanted {
            let position = offset + Int64(filled)
            let block = position / blockSize
            guard try load(block) else { break }
            let skip = Int(position % blockSize)
            var part = buffer._mutatingExtracting(filled..<min(wanted, filled + Int(blockSize) - skip))
            cache.copy(block, from: skip, into: &part)
            filled += part.count
        }
        if filled == wanted { return filled }
        var rest = buffer._mutatingExtracting(filled..<wanted)
        do {
            return filled + (try device.read(at: offset + Int64(filled), into: &rest))
        } catch {
            if filled > 0 { return filled }
            throw error
        }
    }

    /// Brings a block into the cache.
    /// - Returns: false where some of the block cannot be read: then the device has to be asked for just the bytes
    ///   that are wanted, so that damage costs no byte more than itself.
    private func load(_ block: Int64) throws(EvidenceError) -> Bool {
        if cache.contains(block) { return true }
        let start = block * blockSize
        let size = Int(min(blockSize, byteCount - start))
        var bytes = [UInt8](repeating: 0, count: size)
        var span = bytes.mutableSpan
        guard let count = try? device.read(at: start, into: &span), count == size else { return false }
        cache.insert(bytes, for: block)
        return true
    }
}
