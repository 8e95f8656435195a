/// The tables in the property list of a UDIF image: the `Data` of each dictionary under `blkx`, in Base64.
///
///     <key>blkx</key> <array> <dict> … <key>Data</key> <data> bWlzaAAAAAE… </data> … </dict> … </array>
enum DMGPropertyList {
    static func tables(_ list: [UInt8]) -> [[UInt8]] {
        guard let start = find("<key>blkx</key>", in: list, from: 0) else { return [] }
        let end = find("</array>", in: list, from: start) ?? list.count
        var (tables, place) = ([[UInt8]](), start)
        while let open = find("<data>", in: list, from: place), open < end,
            let close = find("</data>", in: list, from: open)
        {
            tables.append(decode(list[open..<close - "</data>".utf8.count]))
            place = close
        }
        return tables
    }

    /// The place behind the next occurrence of a text.
    private static func find(_ text: StaticString, in list: [UInt8], from start: Int) -> Int? {
        let text = Array("\(text)".utf8)
        guard let first = text.first, list.count >= text.count else { return nil }
        var place = start
        while place <= list.count - text.count {
            if list[place] == first, list[place..<place + text.count].elementsEqual(text) { return place + text.count }
            place += 1
        }
        return nil
    }

    /// Base64 (RFC 4648, section 4); whatever is no digit of it is left out.
    private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var (bytes, bits, count) = ([UInt8](), UInt32(0), 0)
        bytes.reserveCapacity(text.count / 4 * 3)
        for character in text {
            let digit = digits[Int(character)]
            guard digit < 64 else { continue }
            (bits, count) = (bits << 6 | UInt32(digit), count + 6)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static let digits: [UInt8] = {
        var digits = [UInt8](repeating: 64, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() { digits[Int(character)] = UInt8(value) }
        return digits
    }()
}
