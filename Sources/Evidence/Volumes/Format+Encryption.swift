/// Encrypted volumes that say what they are: BitLocker and LUKS (cryptsetup, docs/on-disk-format*.pdf), Core Storage
/// (libfvde, "FileVault Drive Encryption format").
extension Format {
    static let bitLocker = Format(word: "bitlocker", claimsFirstSector: true, look: lookForBitLocker)
    static let luks = Format(word: "luks", claimsFirstSector: true, look: lookForLUKS)
    static let coreStorage = Format(word: "core-storage", claimsFirstSector: true, look: lookForCoreStorage)

    private static func lookForBitLocker(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let boot = try window.structure(at: 0, byteCount: 512) else { return nil }
        if boot.holds("-FVE-FS-", at: 3) { return Recognition("bitlocker", obstacle: .encrypted("BitLocker")) }
        // To Go: a boot sector that passes for FAT32, with a GUID where FAT has code.
        guard boot.holds("MSWIN4.1", at: 3), boot.holds(toGo, at: 424) else { return nil }
        return Recognition("bitlocker-to-go", obstacle: .encrypted("BitLocker To Go"))
    }

    /// 4967D63B-2E29-4AD8-8399-F6A339E3D001.
    private static let toGo: [UInt8] = [
        0x3B, 0xD6, 0x67, 0x49, 0x29, 0x2E, 0xD8, 0x4A, 0x83, 0x99, 0xF6, 0xA3, 0x39, 0xE3, 0xD0, 0x01,
    ]

    private static func lookForLUKS(_ window: Window) throws(EvidenceError) -> Recognition? {
        if let header = try window.structure(at: 0, byteCount: 512),
            header.holds(Array("LUKS".utf8) + [0xBA, 0xBE], at: 0)
        {
            let version = header.be16(6)
            let label = version >= 2 ? header.text(24, 48) : nil
            return Recognition("luks", label: label, obstacle: .encrypted("LUKS \(version)"))
        }
        // The second header of LUKS 2 lies where the first one ends: at a power of two from 16 KiB to 4 MiB.
        for position in (14...22).map({ Int64(1) << $0 }) {
            if let header = try window.structure(at: position, byteCount: 512),
                header.holds(Array("SKUL".utf8) + [0xBA, 0xBE], at: 0), header.be64(256) == UInt64(position)
            {
                return Recognition("luks", obstacle: .encrypted("LUKS 2, whose first header is damaged"))
            }
        }
        return nil
    }

    private static func lookForCoreStorage(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let header = try window.structure(at: 0, byteCount: 512), header.holds("CS", at: 88),
            header.le16(8) == 1, header.le16(10) == 0x10
        else { return nil }
        return Recognition("core-storage", obstacle: .encrypted("Apple Core Storage (FileVault 2)"))
    }
}
