internal import Evidence

/// Something that opens an image and reads the device in it.
protocol DeviceReading {
    var byteCount: Int64 { get }
    /// Fills the front of `buffer`.
    /// - Returns: how many bytes were read; 0 only at the end of the device.
    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws -> Int
}

extension DeviceReading {
    /// - Returns: as many of the bytes as were read.
    func bytes(of piece: Workload.Piece) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: piece.byteCount)
        var span = bytes.mutableSpan
        let count = try read(at: piece.offset, into: &span)
        return Array(bytes[..<count])
    }
}

/// How Caseload reads it.
struct CaseloadReading: DeviceReading {
    private let image: Image

    init(of path: String) throws { image = try Image(opening: path) }

    var byteCount: Int64 { image.byteCount }
    /// How many bytes it has unpacked, those of a chunk that was unpacked twice twice.
    var unpackedByteCount: Int64 { image.unpackedByteCount }

    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws -> Int {
        try image.read(at: offset, into: &buffer)
    }
}
