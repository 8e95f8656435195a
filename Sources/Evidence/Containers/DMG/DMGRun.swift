/// A piece of the device, and where its bytes are.
struct DMGRun {
    /// Where on the device it begins, and how long it is.
    let offset, byteCount: Int64
    let fileOffset: Int64
    let packedByteCount: Int64
    let kind: Kind

    enum Kind: UInt32 {
        /// Zeros that were written, zeros that never were.
        case zeros = 0, stored, unwritten
        case adc = 0x8000_0004, zlib, bzip2, lzfse, lzma

        var name: String {
            switch self {
            case .zeros, .unwritten: "zeros"
            case .stored: "nothing"
            case .adc: "ADC"
            case .zlib: "zlib"
            case .bzip2: "bzip2"
            case .lzfse: "LZFSE"
            case .lzma: "LZMA"
            }
        }
    }

    /// Kinds that stand for no bytes: a remark, the end of the table.
    private static let remark: UInt32 = 0x7fff_fffe
    private static let end: UInt32 = 0xffff_ffff

    /// The runs of one table (`mish`).
    /// - Parameter dataOffset: what the places in the file count from.
    /// - Returns: nil when the table is damaged.
    static func runs(of table: Record, dataOffset: Int64) -> [DMGRun]? {
        guard table.bytes.count >= 204, table.bytes.starts(with: "mish".utf8),
            let first = table.size(at: 8), let base = table.size(at: 24)?.adding(dataOffset)
        else { return nil }
        let count = Int(table.uint32(at: 200))
        guard count <= (table.bytes.count - 204) / 40 else { return nil }
        var runs: [DMGRun] = []
        for place in stride(from: 204, to: 204 + count * 40, by: 40) {
            let kind = table.uint32(at: place)
            if kind == end || kind == remark { continue }
            guard let kind = Kind(rawValue: kind),
                let start = table.size(at: place + 8)?.adding(first)?.multiplied(by: 512),
                let byteCount = table.size(at: place + 16)?.multiplied(by: 512), start.adding(byteCount) != nil,
                let fileOffset = table.size(at: place + 24)?.adding(base), let packed = table.size(at: place + 32)
            else { return nil }
            guard byteCount > 0 else { continue }
            runs.append(
                DMGRun(
                    offset: start, byteCount: byteCount, fileOffset: fileOffset, packedByteCount: packed, kind: kind))
        }
        return runs
    }
}
