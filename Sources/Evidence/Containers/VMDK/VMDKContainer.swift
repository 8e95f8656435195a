internal import Findings

/// VMware's Virtual Machine Disk: one sparse file, also compressed as a stream, or a descriptor and its flat, sparse or ESX
/// extents. Source: VMware's “Virtual Disk Format 5.0”; for ESX's extents “VMware Virtual Disk (VMDK) format
/// specification”, J. Metz.
final class VMDKContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool {
        candidate.has(VMDKSparseHeader.hosted) || candidate.has(VMDKSparseHeader.esx)
            || VMDKDescriptor.begins(candidate.head)
    }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]
    let identity: [UInt8]?

    private let path: String
    private let extents: [VMDKExtent]
    private let parent: ParentImage?
    private var reader = PackedReader()

    init(opening candidate: Candidate) throws(EvidenceError) {
        var damage: [String] = []
        let (descriptor, extents) = try Self.layout(of: candidate, damage: &damage)
        guard let last = extents.last, last.range.end > 0 else {
            throw candidate.damaged("its descriptor names no extent")
        }
        path = candidate.file.path
        self.extents = extents
        if let descriptor, let parentIdentity = descriptor.parentIdentity {
            parent = try candidate.openParent(
                named: [descriptor.values["parentfilenamehint"] ?? ""], identities: [parentIdentity])
        } else {
            parent = nil
        }
        identity = descriptor?.identity
        let own = extents.compactMap(\.file).filter { $0 !== candidate.file }
        files = [candidate.file] + own + (parent?.files ?? [])
        description = ImageDescription(format: "vmdk", byteCount: last.range.end)
        unreadable =
            extents.compactMap(\.failure)
            + damage.map { candidate.damaged($0).failure(scope: .image, stage: .survey) }
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let index = extentIndex(at: offset)
        let extent = extents[index]
        let range = ByteRange(offset: offset, byteCount: extent.range.end - offset)
        switch extent.content {
        case .zeros: return Stretch(byteCount: range.byteCount, source: .zeros)
        case .lost(let error): throw error
        case .flat(let file, let start):
            let place = start.adding(offset - extent.range.offset) ?? .max
            return try .stored(in: file, at: place, for: range)
        case .sparse(let sparse):
            return try stretch(in: sparse, index, for: range)
        }
    }

    private func stretch(
        in sparse: VMDKSparseExtent, _ index: Int, for range: ByteRange
    ) throws(EvidenceError) -> Stretch {
        let within = range.offset - extents[index].range.offset
        guard within < sparse.header.deviceByteCount else {
            throw EvidenceError(
                .containerDamaged, path: sparse.file.path, byteOffset: range.offset, byteCount: range.byteCount,
                cause: "the extent is smaller than its descriptor says")
        }
        let (grain, valid) = try sparse.grain(at: within, deviceOffset: range.offset)
        let byteCount = min(valid, range.byteCount)
        switch grain {
        case .absent: return try parent.stretch(at: range.offset, byteCount: byteCount)
        case .zeros: return Stretch(byteCount: byteCount, source: .zeros)
        case .at(let place):
            let grainByteCount = sparse.header.grainByteCount
            let skip = within % grainByteCount
            guard sparse.header.isCompressed else {
                return try .stored(
                    in: sparse.file, at: place + skip, for: ByteRange(offset: range.offset, byteCount: byteCount))
            }
            let block = PackedBlock(
                offset: range.offset - skip, byteCount: Int(grainByteCount), file: sparse.file, fileOffset: place,
                packedByteCount: Int(grainByteCount) * 2 + 1024, packing: UInt32(index))
            return Stretch(byteCount: byteCount, source: .packed(block, skip: Int(skip)))
        }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let extent = extents[Int(block.packing)]
        guard case .sparse(let sparse) = extent.content else { return }
        let within = block.offset - extent.range.offset
        guard try sparse.unpack(block, at: within, with: &reader, into: &buffer) else {
            throw EvidenceError(
                .chunkChecksum, path: block.file.path, byteOffset: block.offset,
                byteCount: min(Int64(block.byteCount), extent.range.end - block.offset),
                cause: "the compressed grain at byte \(block.fileOffset) cannot be unpacked, or is another one")
        }
    }

    private func extentIndex(at offset: Int64) -> Int {
        var (low, high) = (0, extents.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if extents[middle].range.offset <= offset { low = middle } else { high = middle }
        }
        return low
    }
}

extension VMDKExtent {
    fileprivate var failure: Failure? {
        guard case .lost(let error) = content else { return nil }
        return error.failure(scope: .range, stage: .survey)
    }
}
