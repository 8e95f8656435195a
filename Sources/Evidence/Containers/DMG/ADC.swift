/// Apple Data Compression, an LZ77 of the nineties: runs of bytes as they are, and copies of what came before.
///
///     1nnnnnnn                        n + 1 bytes follow
///     0nnnnnoo oooooooo               copy n + 3 bytes from o + 1 bytes before
///     01nnnnnn oooooooo oooooooo      copy n + 4 bytes from o + 1 bytes before
///
/// Source: the description of ADC in the documentation of dmg2img, by J.-P. Demailly and others.
enum ADC {
    /// Unpacks into the front of `buffer`.
    /// - Returns: the bytes written; nil when the data is damaged, or longer than `buffer`.
    static func unpack(_ packed: Span<UInt8>, into buffer: inout MutableSpan<UInt8>) -> Int? {
        var (place, written) = (0, 0)
        while place < packed.count, written < buffer.count {
            let head = Int(packed[place])
            if head & 0x80 != 0 {
                let count = head & 0x7f + 1
                guard count <= packed.count - place - 1, count <= buffer.count - written else { return nil }
                for index in 0..<count { buffer[written + index] = packed[place + 1 + index] }
                (place, written) = (place + 1 + count, written + count)
            } else {
                let isLong = head & 0x40 != 0
                guard packed.count - place >= (isLong ? 3 : 2) else { return nil }
                let count = isLong ? head & 0x3f + 4 : head >> 2 & 0x0f + 3
                let distance =
                    isLong
                    ? Int(packed[place + 1]) << 8 | Int(packed[place + 2]) : (head & 3) << 8 | Int(packed[place + 1])
                guard distance < written, count <= buffer.count - written else { return nil }
                for index in 0..<count { buffer[written + index] = buffer[written + index - distance - 1] }
                (place, written) = (place + (isLong ? 3 : 2), written + count)
            }
        }
        return written
    }
}
