internal import Findings

/// A file that may begin an image: what tells one format from another, read once.
struct Candidate {
    let file: EvidenceFile
    let folder: ExhibitFolder
    /// The files that the image may go on in.
    let segments: SegmentSet
    /// The names of the images that were opened on the way to this one: differencing images name their parents.
    let descendants: [String]
    /// The file's first bytes, 4 KiB at most.
    let head: [UInt8]
    /// Its last bytes, 1 KiB at most.
    let tail: [UInt8]

    init(named name: String, in folder: ExhibitFolder, descendants: [String]) throws(EvidenceError) {
        (self.folder, self.descendants) = (folder, descendants)
        segments = SegmentSet(of: name, in: folder)
        file = try Self.open(name, in: folder, descendants: descendants)
        let tailCount = Int(min(file.byteCount, 1024))
        head = try file.bytes(at: 0, byteCount: Int(min(file.byteCount, 4096))) ?? []
        tail = try file.bytes(at: file.byteCount - Int64(tailCount), byteCount: tailCount) ?? []
    }

    /// Opens another segment of the image.
    func open(segment name: String) throws(EvidenceError) -> EvidenceFile {
        try Self.open(name, in: folder, descendants: descendants)
    }

    /// A symbolic link that the investigator points to is followed; one that a container leads to is not.
    private static func open(
        _ name: String, in folder: ExhibitFolder, descendants: [String]
    ) throws(EvidenceError) -> EvidenceFile {
        try descendants.isEmpty ? folder.open(name) : folder.openNamed(byContainer: name)
    }

    /// Whether the file begins with these bytes, or has them at `offset`.
    func has(_ signature: [UInt8], at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: signature) }

    /// The same for a signature in ASCII.
    func has(_ signature: StaticString, at offset: Int = 0) -> Bool { has(Array("\(signature)".utf8), at: offset) }

    /// An error about the container as a whole.
    func damaged(_ cause: String) -> EvidenceError {
        EvidenceError(.containerDamaged, path: file.path, cause: cause)
    }
}
