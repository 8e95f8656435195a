/// A record of the master file table, with its sectors' ends put back.
struct NTFSRecord {
    let number: UInt64
    let sequence: UInt16
    let isInUse: Bool
    let isFolder: Bool
    /// The record that this one continues; nil for one that stands for itself.
    let base: NTFSReference?
    /// Windows or a repair program marked the record as damaged; what it holds is whole all the same.
    let isMarkedBad: Bool
    private let bytes: [UInt8]
    private let firstAttribute: Int

    /// - Throws: when the bytes are no record, or were not written in one go.
    init(_ number: UInt64, _ raw: [UInt8]) throws(NTFSDamage) {
        self.number = number
        isMarkedBad = raw.starts(with: "BAAD".utf8)
        guard isMarkedBad || raw.starts(with: "FILE".utf8) else {
            throw NTFSDamage("it does not begin with FILE")
        }
        bytes = try NTFSFixUp.apply(to: raw)
        let all = bytes[...]
        guard let sequence = all.le16(16), let first = all.le16(20), let flags = all.le16(22), let base = all.le64(32)
        else { throw NTFSDamage("it is too short") }
        (self.sequence, firstAttribute) = (sequence, Int(first))
        (isInUse, isFolder) = (flags & 1 != 0, flags & 2 != 0)
        self.base = base == 0 ? nil : NTFSReference(base)
    }

    var reference: NTFSReference { NTFSReference(record: number, sequence: sequence) }

    /// The attributes in this record, in order. One that is damaged is left out; where its length cannot be either, so
    /// are those behind it.
    func attributes() -> (attributes: [NTFSAttribute], damages: [NTFSDamage]) {
        var (attributes, damages): ([NTFSAttribute], [NTFSDamage]) = ([], [])
        var offset = firstAttribute
        let all = bytes[...]
        while let type = all.le32(offset), type != 0xFFFF_FFFF {
            guard let length = all.le32(offset + 4), length >= 24, length % 8 == 0,
                let bytes = all.part(offset, Int(length))
            else {
                let length = all.le32(offset + 4) ?? 0
                damages.append(NTFSDamage("its attribute at byte \(offset) is \(length) bytes long", at: offset))
                return (attributes, damages)
            }
            do {
                attributes.append(try NTFSAttribute(bytes, type: type, record: reference, byteOffset: offset))
            } catch {
                damages.append(NTFSDamage("\(error.words), at byte \(offset)", at: offset))
            }
            offset += Int(length)
        }
        if all.le32(offset) == nil { damages.append(NTFSDamage("its attributes have no end", at: firstAttribute)) }
        return (attributes, damages)
    }
}

/// Names a record of the master file table, and which use of it is meant.
struct NTFSReference: Hashable {
    let record: UInt64
    /// Counts how often the record was used for another file.
    let sequence: UInt16

    init(record: UInt64, sequence: UInt16) { (self.record, self.sequence) = (record, sequence) }

    /// As it stands on the disk: 48 bits of number, 16 of sequence.
    init(_ value: UInt64) {
        (record, sequence) = (value & 0xFFFF_FFFF_FFFF, UInt16(value >> 48))
    }

    /// Whether a use of a record is the one that is meant. The number is raised by one when a file is deleted, and goes
    /// round without 0, so that what a deleted file refers to may have been deleted after it.
    /// - Parameters:
    ///   - sequence, isInUse: the record's.
    ///   - refererIsInUse: whether the file that refers to the record is.
    func means(sequence: UInt16, isInUse: Bool, forFileInUse refererIsInUse: Bool) -> Bool {
        if refererIsInUse { return isInUse && sequence == self.sequence }
        return sequence == self.sequence || !isInUse && sequence == (self.sequence == .max ? 1 : self.sequence + 1)
    }
}

/// NTFS replaces the last two bytes of each 512 by a number that is the same in all of a structure, and keeps the bytes
/// themselves apart: a structure that was written in part shows.
enum NTFSFixUp {
    static func apply(to raw: [UInt8]) throws(NTFSDamage) -> [UInt8] {
        var bytes = raw
        guard let offset = raw[...].le16(4), let count = raw[...].le16(6), let mark = raw[...].le16(Int(offset)),
            count >= 1, Int(count) - 1 == raw.count / 512
        else { throw NTFSDamage("its update sequence is damaged") }
        for sector in 1..<Int(count) {
            let end = sector * 512 - 2
            guard let value = raw[...].le16(Int(offset) + 2 * sector), raw[...].le16(end) == mark else {
                throw NTFSDamage("its sector \(sector) was not written together with the others")
            }
            (bytes[end], bytes[end + 1]) = (UInt8(value & 0xFF), UInt8(value >> 8))
        }
        return bytes
    }
}
