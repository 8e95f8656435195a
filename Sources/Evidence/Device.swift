public import Findings

/// Read-only random access to the bytes of a seized device.
///
/// A device is used by one thread at a time; processes do the parallelism.
public protocol Device: AnyObject {
    /// The size of the device in bytes, not of the files that hold its image.
    var byteCount: Int64 { get }
    /// The device's sector in bytes (512 where nothing says otherwise).
    var sectorSize: Int32 { get }

    /// Reads what lies at byte `offset` of the device into the front of `buffer`.
    /// - Returns: the bytes read: as many as fit, fewer only where the device ends or bytes follow that cannot be
    ///   read, and 0 only at the end of the device.
    /// - Throws: when the byte at `offset` is one that the image cannot vouch for. The error says where the damage
    ///   begins and, where it is known, how far it goes; zeros never stand in for it.
    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int

    /// Is told what will be read next, in about this order, so that what lies far away can be asked for before.
    func expect(_ ranges: [ByteRange])
}

extension Device {
    /// Nothing lies far away.
    public func expect(_ ranges: [ByteRange]) {}

    /// Reads `byteCount` bytes at `offset`, or as many as the device has from there on.
    /// - Precondition: `byteCount` is a number that the caller chose, never one read from evidence unchecked.
    public func bytes(at offset: Int64, byteCount: Int) throws(EvidenceError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var filled = 0
        while filled < byteCount {
            var whole = bytes.mutableSpan
            var rest = whole._mutatingExtracting(filled..<byteCount)
            let count = try read(at: offset + Int64(filled), into: &rest)
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(byteCount - filled)
        return bytes
    }
}
