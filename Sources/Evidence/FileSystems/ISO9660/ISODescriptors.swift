internal import Findings

/// The volume descriptors of a disc (ECMA-119, section 8), and of the sessions that were written behind the first.
struct ISODescriptors {
    /// Where the tree of folders of one descriptor begins.
    struct Root {
        /// Where its record is, in bytes of the device.
        let offset: Int64
        let isJoliet: Bool
    }

    /// Bytes of a block, in which extents count.
    let blockSize: Int64
    /// The newest session's first: a primary one, then that of Joliet.
    let roots: [Root]
    /// How many of them are of the newest session.
    let newestRootCount: Int
    /// How many bytes the file system says it has, over all sessions.
    let byteCount: Int64

    /// Descriptors lie in sectors of this size, whatever a block is.
    static let sectorSize: Int64 = 2048
    /// A further session begins at most so many sectors behind the one before: 2 minutes and 32 seconds of a disc.
    private static let gap: Int64 = 11_400 + 150
    private static let sessionLimit = 100

    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        let start = volume.range.offset
        guard var session = try Session(at: start + 16 * Self.sectorSize, on: device) else {
            throw EvidenceError(
                .fileSystemDamaged, path: "volume \(volume.index)", byteOffset: start + 16 * Self.sectorSize,
                byteCount: Self.sectorSize, cause: "The volume descriptors of ISO 9660 are damaged")
        }
        blockSize = session.blockSize
        var (roots, end) = (session.roots, session.byteCount)
        for _ in 0..<Self.sessionLimit {
            guard let (next, offset) = Self.session(behind: start.addingClamped(end), on: device) else { break }
            // Some say how large they are themselves, others where they end on the disc.
            (session, end) = (next, max(next.byteCount, (offset - start).addingClamped(next.byteCount)))
            roots = session.roots + roots
        }
        (self.roots, newestRootCount, byteCount) = (roots, session.roots.count, end)
    }

    /// Looks for a session's descriptors in the sectors behind the session before.
    /// - Returns: the session, and where it begins.
    private static func session(behind end: Int64, on device: any Device) -> (Session, Int64)? {
        let first = end.addingClamped(sectorSize - 1) / sectorSize * sectorSize
        for number in 0..<gap {
            let offset = first.addingClamped(number * sectorSize)
            guard offset < device.byteCount - sectorSize else { return nil }
            if let head = try? device.bytes(at: offset, byteCount: 6), head == [1] + Array("CD001".utf8),
                let session = try? Session(at: offset, on: device)
            {
                return (session, offset - 16 * sectorSize)
            }
        }
        return nil
    }
}

/// The descriptors of one session.
private struct Session {
    var roots: [ISODescriptors.Root] = []
    var blockSize: Int64 = 0
    var byteCount: Int64 = 0

    /// - Returns: nil where there is no primary descriptor.
    init?(at first: Int64, on device: any Device) throws(EvidenceError) {
        for number in 0..<Int64(64) {
            let offset = first + number * ISODescriptors.sectorSize
            let bytes = try device.bytes(at: offset, byteCount: Int(ISODescriptors.sectorSize))[...]
            guard let type = bytes.byte(0), type != 255,
                bytes.part(1, 5).map({ $0.elementsEqual("CD001".utf8) }) == true
            else { break }
            if type == 1, blockSize == 0 {
                blockSize = Int64(bytes.le16(128) ?? 0)
                byteCount = Int64(bytes.le32(80) ?? 0) * blockSize
                roots.insert(.init(offset: offset + 156, isJoliet: false), at: 0)
            } else if type == 2, bytes.part(88, 2).map({ $0.elementsEqual("%/".utf8) }) == true {
                roots.append(.init(offset: offset + 156, isJoliet: true))
            }
        }
        guard [512, 1024, 2048].contains(blockSize) else { return nil }
    }
}
