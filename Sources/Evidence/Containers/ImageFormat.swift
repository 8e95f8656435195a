/// The formats that an image can have, and how one is told from another: by content, never by name.
enum ImageFormat {
    /// In the order in which they are tried. Raw is what is none of these, and no foreign format either.
    static var all: [any Container.Type] {
        [
            EWFContainer.self, VHDContainer.self, VHDXContainer.self, VDIContainer.self, QCOWContainer.self,
            VMDKContainer.self, AFFContainer.self, DMGContainer.self,
        ]
    }

    /// Finds out what begins where the investigator, or a container, points.
    /// - Parameter known: the format where a container says it; nil where the file's content has to.
    static func candidate(
        named name: String, in folder: ExhibitFolder, descendants: [String], as known: (any Container.Type)?
    ) throws(EvidenceError) -> (format: any Container.Type, candidate: Candidate) {
        let candidate = try Candidate(named: name, in: folder, descendants: descendants)
        if let known { return (known, candidate) }
        let format = try format(of: candidate)
        guard format == RawContainer.self, let first = candidate.segments.names.first, first != name else {
            return (format, candidate)
        }
        // A later segment: what the image is, its first one says.
        let start = try Candidate(named: first, in: folder, descendants: descendants)
        return (try Self.format(of: start), start)
    }

    /// - Throws: for a format that is known and not read.
    private static func format(of candidate: Candidate) throws(EvidenceError) -> any Container.Type {
        if let format = all.first(where: { $0.recognises(candidate) }) { return format }
        try ForeignFormat.check(candidate)
        return RawContainer.self
    }
}
