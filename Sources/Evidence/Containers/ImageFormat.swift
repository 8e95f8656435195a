/// The formats that an image can have, and how one is told from another: by content, never by name.
enum ImageFormat {
    /// In the order in which they are tried. Raw is what nothing else is.
    static var all: [any Container.Type] { [EWFContainer.self, RawContainer.self] }

    /// Finds out what begins where the investigator points.
    static func candidate(
        named name: String, in folder: ExhibitFolder, descendants: [String]
    ) throws(EvidenceError) -> (format: any Container.Type, candidate: Candidate) {
        let segments = SegmentSet(of: name, in: folder)
        let candidate = try Candidate(folder.open(name), in: folder, segments: segments, descendants: descendants)
        let format = format(of: candidate)
        guard format == RawContainer.self, let first = segments.names.first, first != name else {
            return (format, candidate)
        }
        // A later segment: what the image is, its first one says.
        let start = try Candidate(folder.open(first), in: folder, segments: segments, descendants: descendants)
        return (Self.format(of: start), start)
    }

    private static func format(of candidate: Candidate) -> any Container.Type {
        all.first { $0.recognises(candidate) } ?? RawContainer.self
    }
}
