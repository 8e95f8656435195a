internal import Findings

/// A part of the device that lies in a file of its own.
struct VMDKExtent {
    /// Where on the device it lies.
    let range: ByteRange
    let content: Content

    enum Content {
        case flat(EvidenceFile, offset: Int64)
        case sparse(VMDKSparseExtent)
        case zeros
        /// Nothing of it can be read.
        case lost(EvidenceError)
    }

    /// An extent that a descriptor names, with its file opened.
    init(_ stated: VMDKDescriptor.Extent, at range: ByteRange, of candidate: Candidate) {
        self.range = range
        do throws(EvidenceError) {
            content = try Self.content(stated, range, candidate)
        } catch {
            content = .lost(error.about(range))
        }
    }

    init(_ extent: VMDKSparseExtent) {
        range = ByteRange(offset: 0, byteCount: extent.header.deviceByteCount)
        content = .sparse(extent)
    }

    var file: EvidenceFile? {
        switch content {
        case .flat(let file, _): file
        case .sparse(let extent): extent.file
        case .zeros, .lost: nil
        }
    }

    private static func content(
        _ stated: VMDKDescriptor.Extent, _ range: ByteRange, _ candidate: Candidate
    ) throws(EvidenceError) -> Content {
        guard stated.access != "NOACCESS" else {
            throw EvidenceError(
                .unreadable, path: candidate.file.path, cause: "its descriptor says that this extent has no access")
        }
        switch stated.kind {
        case "ZERO":
            return .zeros
        case "FLAT", "VMFS":
            let file = try candidate.open(named: [stated.path], missing: .extentMissing)
            guard let offset = stated.fileSector.multiplied(by: 512), offset >= 0 else {
                throw candidate.damaged("its descriptor places an extent at sector \(stated.fileSector)")
            }
            return .flat(file, offset: offset)
        case "SPARSE", "VMFSSPARSE":
            let isOwn = stated.path == candidate.file.name
            let file = isOwn ? candidate.file : try candidate.open(named: [stated.path], missing: .extentMissing)
            guard let header = try VMDKSparseHeader(in: file) else {
                throw EvidenceError(
                    .containerDamaged, path: file.path, cause: "it has no sound header of a VMDK's extent")
            }
            return .sparse(VMDKSparseExtent(file, header))
        default:
            throw EvidenceError(
                .unsupportedImage, path: candidate.file.path,
                cause: "extents of the kind \(stated.kind) are not read. Convert the image to raw")
        }
    }
}

extension EvidenceError {
    /// The same error, as one about a range of the device.
    func about(_ range: ByteRange) -> EvidenceError {
        EvidenceError(reason, path: path, byteOffset: range.offset, byteCount: range.byteCount, cause: cause)
    }
}
