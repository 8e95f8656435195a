/// The compression of NTFS (Microsoft, [MS-XCA] 2.5): chunks of 4 KiB, in which words of 16 bits stand for bytes that
/// came before.
enum LZNT1 {
    private static let chunkSize = 4096

    /// Unpacks one compression unit.
    /// - Parameter byteCount: the size of the unit; where the chunks end before, it goes on with zeros.
    static func unpack(_ packed: ArraySlice<UInt8>, byteCount: Int) throws(NTFSDamage) -> [UInt8] {
        var unpacked: [UInt8] = []
        unpacked.reserveCapacity(byteCount)
        var offset = 0
        while unpacked.count < byteCount, let head = packed.le16(offset), head != 0 {
            let size = Int(head & 0xFFF) + 1
            guard let chunk = packed.part(offset + 2, size) else {
                throw NTFSDamage("a compressed chunk of \(size) bytes goes on behind its clusters")
            }
            let start = unpacked.count
            if head & 0x8000 != 0 {
                try unpack(chunk, into: &unpacked)
            } else {
                unpacked += chunk
            }
            guard unpacked.count - start <= chunkSize else { throw NTFSDamage("a compressed chunk is too large") }
            offset += 2 + size
            // Each chunk but the last is of full size.
            if unpacked.count - start < chunkSize, let next = packed.le16(offset), next != 0 {
                unpacked += [UInt8](repeating: 0, count: chunkSize - (unpacked.count - start))
            }
        }
        guard unpacked.count <= byteCount else { throw NTFSDamage("compressed chunks hold more than their unit") }
        return unpacked + [UInt8](repeating: 0, count: byteCount - unpacked.count)
    }

    private static func unpack(_ chunk: ArraySlice<UInt8>, into unpacked: inout [UInt8]) throws(NTFSDamage) {
        let start = unpacked.count
        var offset = 0
        while let flags = chunk.byte(offset) {
            offset += 1
            for bit in 0..<8 {
                guard let byte = chunk.byte(offset) else { return }
                guard flags & 1 << bit != 0 else {
                    unpacked.append(byte)
                    offset += 1
                    continue
                }
                guard let word = chunk.le16(offset), unpacked.count > start else {
                    throw NTFSDamage("a compressed chunk is damaged at byte \(offset)")
                }
                offset += 2
                try copy(word, from: start, in: &unpacked)
            }
        }
    }

    /// How many of a word's bits are the distance depends on how far back there is anything.
    private static func copy(_ word: UInt16, from start: Int, in unpacked: inout [UInt8]) throws(NTFSDamage) {
        let written = unpacked.count - start
        var lengthBits = 12
        while lengthBits > 4, written - 1 >= 1 << (16 - lengthBits) { lengthBits -= 1 }
        let distance = Int(word >> lengthBits) + 1
        let length = Int(word & (1 << lengthBits - 1)) + 3
        guard distance <= written, written + length <= chunkSize else {
            throw NTFSDamage("a compressed chunk refers to before its beginning, or beyond its end")
        }
        for _ in 0..<length { unpacked.append(unpacked[unpacked.count - distance]) }
    }
}
