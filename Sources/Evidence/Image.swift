public import Findings

/// A device image, open for reading: raw, split raw, EWF (E01, S01), VMDK, VHD, VHDX, VDI, QCOW, AFF or DMG, as its
/// content says; its name plays no part in that.
public final class Image: Device {
    /// Format, size, stored digests, acquisition.
    public let description: ImageDescription
    /// What is known at opening to be lost: missing segments, damaged tables. Reading such bytes throws.
    public let unreadable: [Failure]
    /// Where it was opened, for messages.
    public let path: String

    /// How many bytes were unpacked since it was opened; a block that was unpacked twice counts twice.
    public private(set) var unpackedByteCount: Int64 = 0

    private let container: any BlockMap
    private var cache: BlockCache

    public var byteCount: Int64 { description.byteCount }
    public var sectorSize: Int32 { description.sectorSize }
    /// Every file that was opened for it, parents included, for the record.
    public var files: [ImageFile] { container.files.map { ImageFile(name: $0.name, byteCount: $0.byteCount) } }

    var evidenceFiles: [EvidenceFile] { container.files }
    /// What a difference to this image knows it by.
    var identity: [UInt8]? { container.identity }
    var statesItsSize: Bool { container.statesItsSize }

    /// Whether sectors that could not be read when the device was acquired read as the filler that the acquiring
    /// program put in their place. They are errors unless a verification asks for them: stored digests are those of
    /// the filler, an item's digest must not be.
    public var readsUnacquired: Bool {
        get { container.readsUnacquired }
        set {
            container.readsUnacquired = newValue
            cache = BlockCache(byteLimit: container.cacheByteLimit)
        }
    }

    /// - Parameter name: the image's first file, or any of its segments.
    /// - Throws: what makes the image as a whole unreadable; partial losses are `unreadable` instead.
    public convenience init(named name: String, in folder: ExhibitFolder) throws(EvidenceError) {
        try self.init(named: name, in: folder, descendants: [])
    }

    public convenience init(opening path: String) throws(EvidenceError) {
        let (directory, name) = Self.split(path)
        try self.init(named: name, in: ExhibitFolder(at: directory))
    }

    /// - Parameter descendants: the images that led here, so that a chain of parents ends.
    /// - Parameter format: what a difference says that its parent is; nil where the content says it.
    init(
        named name: String, in folder: ExhibitFolder, descendants: [String], as format: (any Container.Type)? = nil
    ) throws(EvidenceError) {
        let opening = try ImageFormat.candidate(named: name, in: folder, descendants: descendants, as: format)
        container = try opening.format.init(opening: opening.candidate)
        cache = BlockCache(byteLimit: container.cacheByteLimit)
        var description = container.description
        description.acquisition = description.acquisition.clipped()
        (self.description, unreadable, path) = (description, container.unreadable, opening.candidate.file.path)
    }

    /// An image that another computer has opened, and whose bytes come over a line.
    public convenience init(_ opening: ImageOpening, over line: any BlockLine) {
        self.init(map: StreamedMap(opening, over: line), path: opening.path)
    }

    init(map: any BlockMap, path: String) {
        container = map
        cache = BlockCache(byteLimit: map.cacheByteLimit)
        (description, unreadable, self.path) = (map.description, map.unreadable, path)
    }

    /// The files of an image by their names and presence alone: its segments, or the one file. Nothing is opened.
    public static func fileNames(ofImageNamed name: String, in folder: ExhibitFolder) -> [String] {
        SegmentSet(of: name, in: folder).names
    }

    public func expect(_ ranges: [ByteRange]) { container.expect(ranges) }

    public func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        guard offset >= 0, offset < byteCount else { return 0 }
        let wanted = Int(min(Int64(buffer.count), byteCount - offset))
        var filled = 0
        while filled < wanted {
            do {
                var rest = buffer._mutatingExtracting(filled..<wanted)
                filled += try readPart(at: offset + Int64(filled), into: &rest)
            } catch {
                if filled > 0 { break }
                throw error
            }
        }
        return filled
    }

    /// Reads from one stretch.
    private func readPart(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        let stretch = try container.stretch(at: offset)
        let count = Int(min(Int64(buffer.count), stretch.byteCount))
        var part = buffer._mutatingExtracting(..<count)
        switch stretch.source {
        case .zeros:
            part.update(repeating: 0)
        case .parent(let parent, let parentOffset):
            return try parent.read(at: parentOffset, into: &part)
        case .streamed(let blocks, let offset):
            return try blocks.read(at: offset, into: &part)
        case .file(let file, let fileOffset):
            let read = try file.read(at: fileOffset, into: &part)
            guard read > 0 else { throw pastEnd(of: file, at: offset, byteCount: stretch.byteCount) }
            return read
        case .packed(let block, let skip):
            try unpack(block, from: skip, into: &part)
        }
        return count
    }

    /// Straight into the caller's buffer where the whole block fits, else by way of the cache.
    private func unpack(
        _ block: PackedBlock, from skip: Int, into buffer: inout MutableSpan<UInt8>
    ) throws(EvidenceError) {
        if !cache.contains(block.offset) {
            unpackedByteCount += Int64(block.byteCount)
            if skip == 0, buffer.count == block.byteCount { return try container.unpack(block, into: &buffer) }
            var bytes = [UInt8](repeating: 0, count: block.byteCount)
            var span = bytes.mutableSpan
            try container.unpack(block, into: &span)
            cache.insert(bytes, for: block.offset)
        }
        cache.copy(block.offset, from: skip, into: &buffer)
    }

    private func pastEnd(of file: EvidenceFile, at offset: Int64, byteCount: Int64) -> EvidenceError {
        EvidenceError(
            .imageChanged, path: path, byteOffset: offset, byteCount: byteCount,
            cause: "\(file.name) is shorter than the \(file.byteCount) bytes that it had when it was opened")
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }
}
