extension Format {
    /// Every kind of content that is told apart, the surest first: where the remains of a former file system lie beside
    /// the one that took its place, the first that is found is the one in use.
    static let all: [Format] =
        [
            // Marks in the boot sector, which each of them writes anew.
            bitLocker, refs, ntfs, exFAT, apfs, coreStorage,
            // What lies below file systems. LVM goes before LUKS: `pvcreate` leaves the rest of a LUKS header behind.
            lvm2, linuxRAID, luks,
        ] + Signature.firstSector.map(\.format) + [
            // A disc's boot area may pretend to be anything.
            iso9660, fat, ext, hfs,
        ] + Signature.later.map(\.format) + [ufs, udf, zfs, swap, tar, yaffs2] + backups

    /// Recognises what lies in a volume.
    /// - Parameter failures: what kept some of it from being read, for when nothing was recognised.
    /// - Returns: nil when it is none of `all`.
    static func recognise(_ window: Window, failures: inout [EvidenceError]) -> Recognition? {
        match(window, failures: &failures)?.recognition
    }

    /// Whether anything is recognised in a volume.
    static func recognises(_ window: Window) -> Bool {
        var failures: [EvidenceError] = []
        return recognise(window, failures: &failures) != nil
    }

    /// As `recognise`, with the format that it is.
    static func match(
        _ window: Window, failures: inout [EvidenceError]
    ) -> (format: Format, recognition: Recognition)? {
        for format in all {
            do throws(EvidenceError) {
                if let recognition = try format.look(window) { return (format, recognition) }
            } catch {
                if !failures.contains(error) { failures.append(error) }
            }
        }
        return nil
    }
}
