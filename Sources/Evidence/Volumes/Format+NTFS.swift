internal import Findings

/// The boot sector of NTFS (Microsoft, "NTFS Documentation"; ntfs-3g, layout.h).
extension Format {
    static let ntfs = Format(word: "ntfs", claimsFirstSector: true, look: lookForNTFS)

    private static func lookForNTFS(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let boot = try window.structure(at: 0, byteCount: 512), boot.holds("NTFS    ", at: 3) else { return nil }
        let sectorSize = Int64(boot.le16(11))
        guard [256, 512, 1024, 2048, 4096].contains(sectorSize), boot.u8(13) != 0 else { return nil }
        let range = ByteRange(firstSector: 0, sectorCount: boot.le64(40), sectorSize: sectorSize)
        var recognition = Recognition("ntfs", byteCount: range.byteCount)
        recognition.label = try? label(window, boot, clusterSize: sectorSize * sectorsPerCluster(boot))
        recognition.remarks = VolumeShadowCopies.remarks(window)
        return recognition
    }

    /// A power of two; above 128 it is written as the negative of its exponent.
    private static func sectorsPerCluster(_ boot: Structure) -> Int64 {
        let code = boot.u8(13)
        return code <= 128 ? Int64(code) : 1 << min(30, 256 - Int64(code))
    }

    /// The volume's name: the attribute $VOLUME_NAME of the fourth record of the MFT.
    private static func label(
        _ window: Window, _ boot: Structure, clusterSize: Int64
    ) throws(EvidenceError) -> String? {
        let code = Int64(Int8(bitPattern: boot.u8(64)))
        let recordSize = code > 0 ? code * clusterSize : 1 << min(20, -code)
        let table = ByteRange(firstSector: boot.le64(48), sectorCount: 1, sectorSize: clusterSize)
        guard (512...65_536).contains(recordSize),
            let raw = try window.structure(at: table.offset.addingClamped(3 * recordSize), byteCount: Int(recordSize)),
            let record = fixUp(raw)
        else { return nil }
        var at = Int(record.le16(20))
        while at < record.byteCount, record.le32(at) != .max {
            let size = Int(record.le32(at + 4))
            guard size >= 16 else { return nil }
            if record.le32(at) == 0x60, record.u8(at + 8) == 0 {
                return record.utf16LE(at + Int(record.le16(at + 20)), Int(min(256, record.le32(at + 16))))
            }
            at += size
        }
        return nil
    }

    /// Puts back the last two bytes of every 512, which NTFS keeps in the record's update sequence.
    /// - Returns: nil when a sector does not bear the sequence's number: the record was written in part.
    private static func fixUp(_ record: Structure) -> Structure? {
        guard record.holds("FILE", at: 0) else { return nil }
        let (sequence, count) = (Int(record.le16(4)), Int(record.le16(6)))
        var bytes = record.bytes
        for number in 1..<max(1, count) {
            let end = number * 512 - 2
            guard end + 1 < bytes.count, record.le16(end) == record.le16(sequence) else { return nil }
            bytes[end] = record.u8(sequence + 2 * number)
            bytes[end + 1] = record.u8(sequence + 2 * number + 1)
        }
        return Structure(bytes)
    }
}
