/// The list of a file's attributes when they are spread over several records.
struct NTFSAttributeList {
    struct Entry {
        let type: NTFSAttribute.Kind
        let name: [UInt8]?
        let record: UInt64
        let id: UInt16
    }

    let entries: [Entry]
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
        var (entries, offset): ([Entry], Int) = ([], 0)
        while let type = bytes.le32(offset), let length = bytes.le16(offset + 4), length >= 26,
            let entry = bytes.part(offset, Int(length)), let nameLength = entry.byte(6), let nameOffset = entry.byte(7),
            let reference = entry.le64(16), let id = entry.le16(24)
        {
            let name = nameLength == 0 ? nil : entry.part(Int(nameOffset), 2 * Int(nameLength))?.utf8FromUTF16()
            let record = NTFSReference(reference).record
            entries.append(Entry(type: NTFSAttribute.Kind(rawValue: type), name: name, record: record, id: id))
            offset += Int(length)
        }
        self.entries = entries
        var (ids, seen): ([Key: UInt16], Set<Key>) = ([:], [])
        var last = entries.reduce(attribute.id) { max($0, $1.id) }
        for entry in entries {
            let key = Key(type: entry.type, name: entry.name)
            guard seen.insert(key).inserted, entry.record != attribute.record.record else { continue }
            last &+= 1
            ids[key] = last
        }
        self.ids = ids
    }

    /// An attribute of another record, with the id that tells it apart from all others of the file.
    func identified(_ attribute: NTFSAttribute) -> NTFSAttribute {
        var attribute = attribute
        if let id = ids[Key(type: attribute.type, name: attribute.name)] { attribute.id = id }
        return attribute
    }
}
