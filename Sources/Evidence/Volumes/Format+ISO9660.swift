internal import Findings

/// The volume descriptors of ISO 9660 (ECMA-119, section 8) and UDF (ECMA-167, part 2), from the sixteenth block of
/// 2,048 bytes on. A disc may have both.
extension Format {
    static let iso9660 = Format(word: "iso9660", claimsFirstSector: false, look: lookForISO9660)
    static let udf = Format(word: "udf", claimsFirstSector: false, look: lookForUDF)

    private static func lookForISO9660(_ window: Window) throws(EvidenceError) -> Recognition? {
        let descriptors = try descriptors(window)
        guard let primary = descriptors.first(where: { $0.u8(0) == 1 && $0.holds("CD001", at: 1) }) else { return nil }
        let size = ByteRange(
            firstSector: 0, sectorCount: UInt64(primary.le32(80)), sectorSize: Int64(primary.le16(128)))
        var recognition = Recognition("iso9660", label: primary.text(40, 32), byteCount: size.byteCount)
        if descriptors.contains(where: isUDF) {
            recognition.remarks.append(
                Recognition.Remark(
                    reason: .unsupportedFileSystem, range: nil,
                    detail:
                        "the disc also has a UDF file system, which is not supported: files that only UDF lists were "
                        + "not walked. Examine it with a tool that knows UDF"))
        }
        if let apple = try hfs.look(window) {
            recognition.remarks.append(
                Recognition.Remark(
                    reason: .unsupportedFileSystem, range: nil,
                    detail:
                        "the disc also has an \(apple.fileSystem) file system at its start: files that only it lists "
                        + "were not walked. Examine it with a tool that reads hybrid discs"))
        }
        return recognition
    }

    private static func lookForUDF(_ window: Window) throws(EvidenceError) -> Recognition? {
        try descriptors(window).contains(where: isUDF) ? Recognition("udf", obstacle: .unsupported("UDF")) : nil
    }

    private static func isUDF(_ descriptor: Structure) -> Bool {
        descriptor.holds("NSR02", at: 1) || descriptor.holds("NSR03", at: 1)
    }

    /// The descriptors up to the first block that is none; real discs have fewer than ten.
    private static func descriptors(_ window: Window) throws(EvidenceError) -> [Structure] {
        let identifiers = ["CD001", "BEA01", "NSR02", "NSR03", "BOOT2", "TEA01", "CDW02"]
        var found: [Structure] = []
        for number in Int64(16)..<Int64(48) {
            guard let block = try window.structure(at: number * 2048, byteCount: 2048),
                identifiers.contains(where: { block.holds($0, at: 1) })
            else { break }
            found.append(block)
        }
        return found
    }
}
