/// The size of the device and of the chunks it was cut into: the volume, disk or data section.
struct EWFGeometry {
    let chunkByteCount: Int
    let sectorSize: Int32
    let byteCount: Int64
    /// What all segments of one acquisition have in common; zeros where the acquiring program did not say.
    let setIdentifier: [UInt8]

    var chunkCount: Int64 { (byteCount - 1) / Int64(chunkByteCount) + 1 }

    /// 1052 bytes in EnCase's form, 94 in SMART's, which has 32 bits for the number of sectors.
    /// - Returns: nil when the section is damaged, or no device has such numbers.
    init?(_ section: EWFSection, in file: EvidenceFile) throws(EvidenceError) {
        let isSMART = section.dataByteCount < 1052
        guard let record = try section.checkedData(isSMART ? 94 : 1052, in: file) else { return nil }
        let sectorCount = isSMART ? Int64(record.uint32(at: 16)) : record.size(at: 16)
        let (chunkSectors, sectorSize) = (Int64(record.uint32(at: 8)), Int64(record.uint32(at: 12)))
        guard let chunk = chunkSectors.multiplied(by: sectorSize), chunk > 0, chunk <= PackedBlock.sizeLimit,
            let sectorSize = Int32(exactly: sectorSize),
            let byteCount = sectorCount?.multiplied(by: Int64(sectorSize)), byteCount > 0
        else { return nil }
        (chunkByteCount, self.sectorSize, self.byteCount) = (Int(chunk), sectorSize, byteCount)
        setIdentifier = isSMART ? Array(repeating: 0, count: 16) : Array(record.bytes[64..<80])
    }

    /// Whether two sections cannot be about the same acquisition.
    func contradicts(_ other: EWFGeometry) -> Bool {
        if (chunkByteCount, sectorSize, byteCount) != (other.chunkByteCount, other.sectorSize, other.byteCount) {
            return true
        }
        let areBothStated = setIdentifier.contains { $0 != 0 } && other.setIdentifier.contains { $0 != 0 }
        return areBothStated && setIdentifier != other.setIdentifier
    }
}
