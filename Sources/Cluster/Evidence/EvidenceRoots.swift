/// Where on this host evidence may lie. An exhibit is registered under the path that it has on one host; on another its
/// folder is looked for here, and what is found counts only when its files are those that were registered.
public struct EvidenceRoots: Hashable, Sendable {
    private enum Root: Hashable, Sendable {
        /// A folder in which the exhibit's folder lies under its whole path, or the end of it.
        case folder(String)
        /// What lies under one path there lies under another one here.
        case mapping(from: String, to: String)
    }

    private let roots: [Root]

    /// Evidence lies where it was registered.
    public static let everywhere = EvidenceRoots(roots: [.folder("/")])

    private init(roots: [Root]) { self.roots = roots }

    /// - Parameter words: each `DIR`, or `REGISTERED=DIR`.
    /// - Returns: nil where one of the paths does not start at the root.
    public init?(_ words: [String]) {
        var roots: [Root] = []
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
            guard parts.allSatisfy({ $0.hasPrefix("/") }) else { return nil }
            roots.append(parts.count == 2 ? .mapping(from: parts[0], to: parts[1]) : .folder(parts[0]))
        }
        self.roots = roots
    }

    /// The folders of this host that are meant.
    public var folders: [String] {
        roots.map { root in
            switch root {
            case .folder(let folder), .mapping(_, let folder): folder
            }
        }
    }

    /// The folders of this host in which an exhibit may lie, the likeliest first.
    /// - Parameter folder: where it was registered.
    func candidates(for folder: String) -> [String] {
        let parts = folder.split(separator: "/").map(String.init)
        guard folder.hasPrefix("/"), !parts.contains("..") else { return [] }
        var candidates: [String] = []
        for root in roots {
            switch root {
            case .mapping(let from, let to):
                guard let rest = Self.rest(of: folder, in: from) else { continue }
                candidates.append(Self.path(to, rest))
            case .folder(let root) where Self.rest(of: folder, in: root) != nil: candidates.append(folder)
            case .folder(let root):
                for start in 0...parts.count { candidates.append(Self.path(root, Array(parts[start...]))) }
            }
        }
        return candidates
    }

    /// What of `folder` lies behind `root`; nil where it lies elsewhere.
    private static func rest(of folder: String, in root: String) -> [String]? {
        let (parts, prefix) = (folder.split(separator: "/"), root.split(separator: "/"))
        return parts.starts(with: prefix) ? parts.dropFirst(prefix.count).map(String.init) : nil
    }

    private static func path(_ root: String, _ rest: [String]) -> String {
        ([root == "/" ? "" : root] + rest).joined(separator: "/")
    }

    private static func trimmed(_ path: Substring) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }
}
