internal import ClusterProtocol
internal import Findings
internal import struct Foundation.Data

// Images, volumes and ranges as messages.

extension Caseload_V1_ByteRange {
    init(_ range: ByteRange) {
        self.init()
        offset = range.offset
        byteCount = range.byteCount
    }

    func decoded() -> ByteRange { ByteRange(offset: offset, byteCount: byteCount) }
}

extension Caseload_V1_StoredDigest {
    init(_ digest: StoredDigest) {
        self.init()
        algorithm = digest.algorithm.rawValue
        value = Data(digest.value)
        origin = digest.origin
    }

    func decoded() throws(ProtocolError) -> StoredDigest {
        let algorithm: DigestAlgorithm = try word(algorithm)
        guard value.count == algorithm.byteCount || value.isEmpty && origin == StoredDigest.nobody else {
            throw ProtocolError("a stored \(algorithm) of \(value.count) bytes")
        }
        return StoredDigest(algorithm: algorithm, value: [UInt8](value), origin: origin)
    }
}

extension Caseload_V1_ImageDescription {
    init(_ image: ImageDescription) {
        self.init()
        format = image.format
        byteCount = image.byteCount
        sectorSize = image.sectorSize
        storedDigests = image.storedDigests.map(Caseload_V1_StoredDigest.init)
        acquisition = image.acquisition
    }

    func decoded() throws(ProtocolError) -> ImageDescription {
        var image = ImageDescription(
            format: format, byteCount: byteCount, sectorSize: sectorSize, acquisition: acquisition)
        for digest in storedDigests { image.storedDigests.append(try digest.decoded()) }
        return image
    }
}

extension Caseload_V1_Volume {
    init(_ volume: Volume) {
        self.init()
        index = volume.index
        range = .init(volume.range)
        scheme = volume.scheme
        description_p = volume.description
        if let fileSystem = volume.fileSystem { self.fileSystem = fileSystem }
        if let label = volume.label { self.label = label }
        state = volume.state.rawValue
        subvolume = volume.subvolume
    }

    func decoded() throws(ProtocolError) -> Volume {
        Volume(
            index: index, range: range.decoded(), scheme: scheme, description: description_p,
            fileSystem: hasFileSystem ? fileSystem : nil, label: hasLabel ? label : nil, state: try word(state),
            subvolume: subvolume)
    }
}
