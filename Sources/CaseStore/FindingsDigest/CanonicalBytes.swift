internal import Findings

/// Findings as bytes, the same on every machine and in every examination: what `findingsDigest` digests.
///
/// A record is its name in ASCII, a NUL, and its fields in the order in which they are written here. A field is
/// - the byte 0: there is no value;
/// - the byte 1 and a number, 8 bytes, two's complement, big-endian;
/// - the byte 2, a length like a number, and as many bytes; text is UTF-8.
/// A list is its length as a number, then its members' fields.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    mutating func begin(_ record: String) {
        bytes += record.utf8
        bytes.append(0)
    }

    mutating func add(_ number: Int64?) {
        guard let number else { return bytes.append(0) }
        bytes.append(1)
        append(number)
    }

    mutating func add(_ number: Int32?) { add(number.map(Int64.init)) }
    mutating func add(_ fact: Bool) { add(Int64(fact ? 1 : 0)) }

    mutating func add(_ value: [UInt8]?) {
        guard let value else { return bytes.append(0) }
        bytes.append(2)
        append(Int64(value.count))
        bytes += value
    }

    mutating func add(_ text: String?) { add(text.map { Array($0.utf8) }) }

    mutating func add(_ time: Timestamp?) {
        add(time?.seconds)
        add(time?.nanoseconds)
    }

    mutating func add<Member>(_ members: [Member], _ add: (inout CanonicalBytes, Member) -> Void) {
        self.add(Int64(members.count))
        for member in members { add(&self, member) }
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    private mutating func append(_ number: Int64) {
        for shift in stride(from: Int64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
