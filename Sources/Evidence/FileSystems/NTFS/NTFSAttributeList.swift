/// The list of a file's attributes when they are spread over several records.
struct NTFSAttributeList {
    struct Entry {
        let type: NTFSAttribute.Kind
        let name: [UInt8]?
        /// The first cluster of the content that the attribute describes.
        let firstCluster: UInt64
        let record: NTFSReference
        let id: UInt16

        /// Whether the attribute is the one that the entry is about.
        func means(_ attribute: NTFSAttribute) -> Bool {
            attribute.type == type && attribute.name == name && attribute.firstCluster == firstCluster
        }
    }

    /// The list's own attribute.
    let attribute: NTFSAttribute
    let entries: [Entry]
    /// Why what follows the entries is not known.
    let damage: NTFSDamage?
    /// Ids are unique within one record only. Those of other records get new ones, counted on from the highest in the
    /// order of the list: libtsk does the same, so that addresses mean the same to it.
    private let ids: [Key: UInt16]

    private struct Key: Hashable {
        let type: NTFSAttribute.Kind
        let name: [UInt8]?
    }

    /// Windows ends an attribute list at 256 KiB.
    static let byteLimit = 256 << 10

    /// - Parameter attribute: the list's own attribute, whose content the bytes are.
    init(_ bytes: ArraySlice<UInt8>, _ attribute: NTFSAttribute) {
        self.attribute = attribute
        let (entries, damage) = Self.entries(of: bytes)
        (self.entries, self.damage) = (entries, damage)
        var (ids, seen): ([Key: UInt16], Set<Key>) = ([:], [])
        var last = entries.reduce(attribute.id) { max($0, $1.id) }
        for entry in entries {
            let key = Key(type: entry.type, name: entry.name)
            guard seen.insert(key).inserted, entry.record.record != attribute.record.record else { continue }
            last &+= 1
            ids[key] = last
        }
        self.ids = ids
    }

    private static func entries(of bytes: ArraySlice<UInt8>) -> ([Entry], NTFSDamage?) {
        var (entries, offset): ([Entry], Int) = ([], 0)
        if bytes.count > byteLimit { return ([], NTFSDamage("it is longer than \(byteLimit) bytes")) }
        // Behind the last entry there may be room for more, in zeros.
        while !bytes.dropFirst(offset).allSatisfy({ $0 == 0 }) {
            guard let entry = Entry(bytes, offset), let length = bytes.le16(offset + 4) else {
                return (entries, NTFSDamage("it is damaged at its byte \(offset)"))
            }
            entries.append(entry)
            offset += Int(length)
        }
        return (entries, nil)
    }

    /// The entries of each record, in the order in which the list first names it.
    var records: [(number: UInt64, entries: [Entry])] {
        var (places, records): ([UInt64: Int], [(number: UInt64, entries: [Entry])]) = ([:], [])
        for entry in entries {
            let place = places[entry.record.record] ?? records.count
            if place == records.count { records.append((entry.record.record, [])) }
            places[entry.record.record] = place
            records[place].entries.append(entry)
        }
        return records
    }

    /// An attribute of another record, with the id that tells it apart from all others of the file.
    func identified(_ attribute: NTFSAttribute) -> NTFSAttribute {
        var attribute = attribute
        if let id = ids[Key(type: attribute.type, name: attribute.name)] { attribute.id = id }
        return attribute
    }
}

extension NTFSAttributeList.Entry {
    /// - Returns: nil where there is none, whole.
    fileprivate init?(_ bytes: ArraySlice<UInt8>, _ offset: Int) {
        guard let type = bytes.le32(offset), let length = bytes.le16(offset + 4), length >= 26,
            let entry = bytes.part(offset, Int(length)), let nameLength = entry.byte(6), let nameOffset = entry.byte(7),
            let name = entry.part(Int(nameOffset), 2 * Int(nameLength)), let firstCluster = entry.le64(8),
            let reference = entry.le64(16), let id = entry.le16(24)
        else { return nil }
        self.type = NTFSAttribute.Kind(rawValue: type)
        self.name = nameLength == 0 ? nil : name.utf8FromUTF16()
        (self.firstCluster, record, self.id) = (firstCluster, NTFSReference(reference), id)
    }
}
