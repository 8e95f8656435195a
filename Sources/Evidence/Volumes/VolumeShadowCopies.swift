internal import Findings

/// The catalogue of volume shadow copies on an NTFS volume (J. Metz, "Volume Shadow Snapshot (VSS) format").
enum VolumeShadowCopies {
    /// 3808876B-C176-4E48-B7AE-04046E6CC752, which starts every block of it.
    private static let identifier: [UInt8] = [
        0x6B, 0x87, 0x08, 0x38, 0x76, 0xC1, 0x48, 0x4E, 0xB7, 0xAE, 0x04, 0x04, 0x6E, 0x6C, 0xC7, 0x52,
    ]
    private static let headerPosition: Int64 = 0x1E00
    private static let blockByteCount = 16_384
    /// The most blocks of a catalogue that are read: Windows keeps at most 512 copies, two entries each, 127 a block.
    private static let blockLimit = 16

    /// - Returns: one remark when the volume has shadow copies, or may have some that cannot be counted.
    static func remarks(_ window: Window) -> [Recognition.Remark] {
        let header = try? window.structure(at: headerPosition, byteCount: 128)
        guard let header, header.holds(identifier, at: 0), header.le64(48) != 0 else { return [] }
        let count = count(window, first: Int64(clamping: header.le64(48)))
        guard count != 0 else { return [] }
        let copies = count.map { "\($0)" } ?? "an unknown number of"
        return [
            Recognition.Remark(
                reason: .volumeShadowCopies, range: window.place(of: headerPosition, byteCount: 128),
                detail:
                    "the volume has \(copies) shadow copies, former states of it: they are not examined, the present "
                    + "state is. Mount them with a tool for that, image them, and add the images")
        ]
    }

    /// How many copies the catalogue lists; nil when it cannot be read to its end.
    private static func count(_ window: Window, first: Int64) -> Int? {
        var (count, position) = (0, first)
        for _ in 0..<blockLimit where position != 0 {
            let block = try? window.structure(at: position, byteCount: blockByteCount)
            guard let block, block.holds(identifier, at: 0) else { return nil }
            count += stride(from: 128, to: block.byteCount, by: 128).count { block.le64($0) == 2 }
            position = Int64(clamping: block.le64(40))
        }
        return position == 0 ? count : nil
    }
}
