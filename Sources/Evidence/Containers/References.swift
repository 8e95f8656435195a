internal import Findings

/// How a container finds the other files that it names: in the exhibit's folder, by their own names, or not at all.
///
/// Paths in containers are those of the machine that wrote them: `C:\vms\base.vhd`, `../base.qcow2`. What they lead to
/// on this machine is nobody's business. Only their last component counts, and a symbolic link is not followed.
extension Candidate {
    /// Opens a file that this one names, as a part of the image.
    /// - Parameter paths: what the container calls it, the likeliest first.
    /// - Throws: `reason` when no such file lies in the folder, `externalFileRefused` when its path leads out of it.
    func open(named paths: [String], missing reason: Failure.Reason) throws(EvidenceError) -> EvidenceFile {
        try folder.openNamed(byContainer: name(for: paths, missing: reason))
    }

    /// Opens the image that this one is a difference to.
    /// - Parameter format: what the container says that it is; nil where its own content says it.
    /// - Parameter identities: what the parent may be known by; none where the container does not say.
    func openParent(
        named paths: [String], as format: (any Container.Type)? = nil, identities: [[UInt8]] = []
    ) throws(EvidenceError) -> ParentImage {
        let name = try name(for: paths, missing: .parentImageMissing)
        let line = descendants + [file.name]
        guard !line.contains(name), line.count < Self.generationLimit else {
            throw damaged("its chain of parents comes back to \(name), or has more than \(Self.generationLimit) images")
        }
        let parent = try Image(named: name, in: folder, descendants: line, as: format)
        guard identities.isEmpty || identities.contains(where: { $0 == parent.identity }) else {
            throw EvidenceError(
                .parentImageMissing, path: file.path,
                cause: "it is a difference to another state of its parent, or to another image, than \(name) is")
        }
        return ParentImage(parent)
    }

    /// How many images may stand on each other: each costs memory, and open files.
    static let generationLimit = 64

    /// The file in the folder that one of the paths means.
    private func name(for paths: [String], missing reason: Failure.Reason) throws(EvidenceError) -> String {
        let paths = paths.filter { !$0.isEmpty }
        let names = paths.map { String($0.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "") }
        if let present = names.first(where: { ExhibitFolder.isPlain($0) && folder.contains($0) }) { return present }
        let said = paths.map { "“\($0)”" }.joined(separator: ", ")
        if zip(paths, names).contains(where: { Self.staysHere($0, name: $1) }) || paths.isEmpty {
            let cause = paths.isEmpty ? "it does not say what it is called" : "it is called \(said)"
            throw EvidenceError(
                reason, path: file.path, cause: "a file that it needs is not beside it: \(cause)")
        }
        throw EvidenceError(
            .externalFileRefused, path: file.path, cause: "it names \(said), which leads out of the exhibit's folder")
    }

    /// Whether a path means a file beside this one, or one on a machine of another kind, where it leads nowhere here.
    private static func staysHere(_ path: String, name: String) -> Bool {
        guard ExhibitFolder.isPlain(name) else { return false }
        let isWindows = path.dropFirst().hasPrefix(":\\") || path.hasPrefix("\\\\")
        return isWindows || path == name || path == "./" + name || path == ".\\" + name
    }
}
