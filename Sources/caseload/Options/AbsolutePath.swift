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
        path = AbsolutePath.of(image)
        self.reference = reference ?? path.split(separator: "/").last.map(String.init) ?? path
    }
}
