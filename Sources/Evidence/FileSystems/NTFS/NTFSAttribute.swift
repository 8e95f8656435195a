/// One attribute as it stands in one record. A large file has several for the same content, each with a part.
struct NTFSAttribute {
    let type: Kind
    /// Tells it apart from the others of its record.
    var id: UInt16
    /// UTF-8; nil for one without a name.
    let name: [UInt8]?
    let isCompressed: Bool
    let isEncrypted: Bool
    let body: Body
    /// The record that it stands in, and where in it, in bytes.
    let record: NTFSReference
    let byteOffset: Int

    struct Kind: Hashable, RawRepresentable {
        let rawValue: UInt32
        static let standardInformation = Kind(rawValue: 0x10)
        static let attributeList = Kind(rawValue: 0x20)
        static let fileName = Kind(rawValue: 0x30)
        static let data = Kind(rawValue: 0x80)
        static let indexRoot = Kind(rawValue: 0x90)
        static let indexAllocation = Kind(rawValue: 0xA0)
        static let bitmap = Kind(rawValue: 0xB0)
        static let reparsePoint = Kind(rawValue: 0xC0)
    }

    enum Body {
        case resident(ArraySlice<UInt8>)
        case clusters(Extent)
    }

    /// A part of an attribute's content that lies in clusters.
    struct Extent {
        /// The first cluster of the content that this part describes.
        let firstCluster: UInt64
        /// The sizes count for the whole content, and only in its first part.
        let byteCount: UInt64
        let initializedByteCount: UInt64
        /// 2 to this power clusters are compressed together; 0 where nothing is.
        let compressionExponent: UInt16
        let mappingPairs: ArraySlice<UInt8>
    }

    /// - Parameter bytes: all of the attribute.
    init(_ bytes: ArraySlice<UInt8>, type: UInt32, record: NTFSReference, byteOffset: Int) throws(NTFSDamage) {
        guard let form = bytes.byte(8), let nameLength = bytes.byte(9), let nameOffset = bytes.le16(10),
            let flags = bytes.le16(12), let id = bytes.le16(14)
        else { throw NTFSDamage("an attribute is too short") }
        (self.type, self.id, self.record, self.byteOffset) = (Kind(rawValue: type), id, record, byteOffset)
        if nameLength > 0 {
            guard let units = bytes.part(Int(nameOffset), 2 * Int(nameLength)) else {
                throw NTFSDamage("the name of attribute \(type)-\(id) lies outside of it")
            }
            name = units.utf8FromUTF16()
        } else {
            name = nil
        }
        isEncrypted = flags & 0x4000 != 0
        if form == 0 {
            isCompressed = false
            guard let length = bytes.le32(16), let offset = bytes.le16(20),
                let content = bytes.part(Int(offset), Int(length))
            else { throw NTFSDamage("the content of attribute \(type)-\(id) lies outside of it") }
            body = .resident(content)
        } else {
            let extent = try Extent(bytes, "\(type)-\(id)")
            isCompressed = flags & 0x00FF != 0 && extent.compressionExponent > 0
            body = .clusters(extent)
        }
    }

    /// The first cluster of the content that it describes; 0 where it holds all of it.
    var firstCluster: UInt64 {
        if case .clusters(let extent) = body { extent.firstCluster } else { 0 }
    }

    /// The content where it is kept in the record.
    var resident: ArraySlice<UInt8>? {
        if case .resident(let bytes) = body { bytes } else { nil }
    }
}

extension NTFSAttribute.Extent {
    fileprivate init(_ bytes: ArraySlice<UInt8>, _ which: String) throws(NTFSDamage) {
        guard let first = bytes.le64(16), let pairs = bytes.le16(32), let exponent = bytes.le16(34),
            let size = bytes.le64(48), let initialized = bytes.le64(56), Int(pairs) <= bytes.count
        else { throw NTFSDamage("attribute \(which) is too short") }
        (firstCluster, byteCount, initializedByteCount) = (first, size, initialized)
        compressionExponent = exponent & 0xFF
        mappingPairs = bytes.dropFirst(Int(pairs))
    }

    /// Where the clusters lie: pairs of a length and a distance from the run before, both of variable size.
    func runs() throws(NTFSDamage) -> [BlockRun] {
        var runs: [BlockRun] = []
        var (offset, cluster) = (0, 0 as Int64)
        while let head = mappingPairs.byte(offset), head != 0 {
            let (lengthSize, distanceSize) = (Int(head & 0xF), Int(head >> 4))
            guard lengthSize <= 8, distanceSize <= 8,
                let length = Self.signed(mappingPairs.part(offset + 1, lengthSize)), length > 0,
                let distance = Self.signed(mappingPairs.part(offset + 1 + lengthSize, distanceSize))
            else { throw NTFSDamage("its list of clusters is damaged at byte \(offset)") }
            offset += 1 + lengthSize + distanceSize
            if distanceSize == 0 {
                runs.append(BlockRun(block: nil, blockCount: UInt64(length)))
                continue
            }
            guard let next = cluster.adding(distance), next >= 0 else {
                throw NTFSDamage("its list of clusters leads to before the volume")
            }
            cluster = next
            runs.append(BlockRun(block: UInt64(cluster), blockCount: UInt64(length)))
        }
        return runs
    }

    /// A number of up to 8 bytes with a sign; 0 of no bytes.
    private static func signed(_ bytes: ArraySlice<UInt8>?) -> Int64? {
        guard let bytes else { return nil }
        guard let last = bytes.last else { return 0 }
        return bytes.reversed().reduce(last & 0x80 == 0 ? 0 : -1) { $0 << 8 | Int64($1) }
    }
}
