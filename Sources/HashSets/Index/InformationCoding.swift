/// What an entry's records say, as an index holds it: how many records there are, how many different ones are kept,
/// then each: its category's number, which fields it has, its size and its name. Numbers take seven bits a byte, the
/// lowest first.
enum InformationCoding {
    static func encode(_ information: [EntryInformation], recordCount: UInt64, onto bytes: inout [UInt8]) {
        append(recordCount, to: &bytes)
        append(UInt64(information.count), to: &bytes)
        for record in information {
            append(UInt64(record.category), to: &bytes)
            bytes.append((record.byteCount == nil ? 0 : 1) | (record.name == nil ? 0 : 2))
            if let byteCount = record.byteCount { append(byteCount, to: &bytes) }
            if let name = record.name {
                append(UInt64(name.count), to: &bytes)
                bytes.append(contentsOf: name)
            }
        }
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Reads what stands at `start` of the section.
    /// - Returns: nil where it is damaged.
    static func decode(
        at start: UInt64, in section: Range<Int>, of file: MappedFile
    ) -> (records: [EntryInformation], recordCount: UInt64)? {
        guard start <= UInt64(section.count) else { return nil }
        var cursor = Cursor(position: section.lowerBound + Int(start), end: section.upperBound, file: file)
        guard let recordCount = cursor.number(), let count = cursor.number(),
            count <= UInt64(DistinctEntry.maximumInformationCount)
        else { return nil }
        var records: [EntryInformation] = []
        for _ in 0..<count {
            guard let category = cursor.number().flatMap(UInt16.init(exactly:)), let flags = cursor.number() else {
                return nil
            }
            var record = EntryInformation(category: category)
            if flags & 1 != 0 {
                guard let byteCount = cursor.number() else { return nil }
                record.byteCount = byteCount
            }
            if flags & 2 != 0 {
                guard let name = cursor.bytes() else { return nil }
                record.name = name
            }
            records.append(record)
        }
        return (records, recordCount)
    }

    private struct Cursor {
        var position: Int
        let end: Int
        let file: MappedFile

        mutating func number() -> UInt64? {
            var (number, shift): (UInt64, UInt64) = (0, 0)
            while position < end, shift < 64 {
                let byte = file.byte(at: position)
                position += 1
                number |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return number }
                shift += 7
            }
            return nil
        }

        mutating func bytes() -> [UInt8]? {
            guard let count = number(), count <= UInt64(end - position),
                let bytes = file.bytes(at: position, count: Int(count))
            else { return nil }
            position += bytes.count
            return bytes
        }
    }
}
