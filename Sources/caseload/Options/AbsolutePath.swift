import Evidence
import Foundation

enum AbsolutePath {
    /// The path from the root, with the folders' links resolved: workers may run elsewhere.
    static func of(_ path: String) -> String {
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        let folder = (absolute as NSString).deletingLastPathComponent
        let resolved = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        return (resolved == "/" ? "" : resolved) + "/" + (absolute as NSString).lastPathComponent
    }
}

/// An image as it is named on the command line, and what its exhibit is called.
struct ImagePath {
    let path: String
    let reference: String

    init(_ image: String, reference: String?) {
        let path = AbsolutePath.of(image)
        self.path = Self.isAlone(path) ? URL(fileURLWithPath: path).resolvingSymlinksInPath().path : path
        self.reference = reference ?? path.split(separator: "/").last.map(String.init) ?? path
    }

    /// Whether no other file of the image lies beside it. A link that is alone is followed, since what else belongs to
    /// the image lies beside its target; where every segment is a link, they stay together.
    private static func isAlone(_ path: String) -> Bool {
        let (folder, name) = ((path as NSString).deletingLastPathComponent, (path as NSString).lastPathComponent)
        guard let folder = try? ExhibitFolder(at: folder) else { return false }
        return Image.fileNames(ofImageNamed: name, in: folder).count <= 1
    }
}
