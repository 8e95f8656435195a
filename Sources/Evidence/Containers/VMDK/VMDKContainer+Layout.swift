internal import Findings

extension VMDKContainer {
    /// How many extents one image may have: each is an open file.
    static let extentLimit = 8192

    /// The descriptor and the extents of an image.
    /// - Throws: when no extent can be read at all.
    static func layout(
        of candidate: Candidate, damage: inout [String]
    ) throws(EvidenceError) -> (VMDKDescriptor?, [VMDKExtent]) {
        if VMDKDescriptor.begins(candidate.head) {
            let descriptor = try text(of: candidate, at: 0, byteCount: candidate.file.byteCount)
            let extents = try extents(of: descriptor, candidate)
            return (descriptor, extents)
        }
        guard let header = try VMDKSparseHeader(in: candidate.file) else {
            throw candidate.damaged("the header of the VMDK, or the copy of it at the end, is missing or damaged")
        }
        let alone = [VMDKExtent(VMDKSparseExtent(candidate.file, header))]
        guard let place = header.descriptor,
            let descriptor = try? text(of: candidate, at: place.offset, byteCount: place.byteCount)
        else {
            damage.append(
                "it has no descriptor that can be read, so that it may be only one of a device's extents, or encrypted; it was "
                    + "taken for all of a device")
            return (nil, alone)
        }
        // An only extent is this file, however it is called now.
        guard descriptor.extents.count > 1 else {
            if let stated = descriptor.extents.first, stated.sectorCount != header.deviceByteCount / 512 {
                damage.append(
                    "its descriptor has \(stated.sectorCount) sectors, its header another number, which was used")
            }
            return (descriptor, alone)
        }
        return (descriptor, try extents(of: descriptor, candidate))
    }

    private static func text(
        of candidate: Candidate, at offset: Int64, byteCount: Int64
    ) throws(EvidenceError) -> VMDKDescriptor {
        let byteCount = Int(min(byteCount, Int64(VMDKDescriptor.byteLimit)))
        guard let bytes = try candidate.file.bytes(at: offset, byteCount: byteCount),
            let descriptor = VMDKDescriptor(bytes), descriptor.extents.count <= extentLimit
        else { throw candidate.damaged("its descriptor is damaged") }
        return descriptor
    }

    private static func extents(
        of descriptor: VMDKDescriptor, _ candidate: Candidate
    ) throws(EvidenceError) -> [VMDKExtent] {
        var (extents, end) = ([VMDKExtent](), Int64(0))
        for stated in descriptor.extents where stated.sectorCount > 0 {
            guard let byteCount = stated.sectorCount.multiplied(by: 512), let next = end.adding(byteCount) else {
                throw candidate.damaged("its extents are larger than any device")
            }
            extents.append(VMDKExtent(stated, at: ByteRange(offset: end, byteCount: byteCount), of: candidate))
            end = next
        }
        // Where nothing can be read, the image as a whole cannot be opened, for the first of the reasons.
        if let first = extents.first, case .lost(let error) = first.content, extents.allSatisfy(\.isLost) {
            throw EvidenceError(error.reason, path: error.path, cause: error.cause)
        }
        return extents
    }
}

extension VMDKExtent {
    fileprivate var isLost: Bool { if case .lost = content { true } else { false } }
}
