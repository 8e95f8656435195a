public import Findings

/// How likely an item is to be the evidence that is looked for, judged by its path alone: what is examined first.
/// A wrong guess costs time, never a finding.
public enum Likelihood: Int16, Hashable, Sendable, Comparable, CaseIterable {
    /// A picture or video where people keep their own.
    case pictureOfAUser = 10
    /// A picture or video elsewhere, or a deleted one.
    case picture = 20
    /// Anything else where people keep their own.
    case fileOfAUser = 30
    case file = 40
    /// The operating system's and its programs' own.
    case fileOfTheSystem = 50

    public static func < (a: Likelihood, b: Likelihood) -> Bool { a.rawValue < b.rawValue }

    public init(of item: Item) { self.init(path: item.path) }

    /// - Parameter path: bytes, starting with `/`.
    public init(path: [UInt8]) {
        let folded = path.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
        let isOfSystem = Self.systemFolders.contains { folded.starts(with: $0) }
        let isOfUser = !isOfSystem && !Self.isOfMetadata(folded)
        switch (Self.isPicture(folded), isOfUser) {
        case (true, true): self = .pictureOfAUser
        case (true, false): self = .picture
        case (false, true): self = Self.isHome(folded) ? .fileOfAUser : .file
        case (false, false): self = .fileOfTheSystem
        }
    }

    /// A file system's own files: NTFS's `$MFT`, ext's journal.
    private static func isOfMetadata(_ path: [UInt8]) -> Bool { path.count > 1 && path[1] == UInt8(ascii: "$") }

    private static func isHome(_ path: [UInt8]) -> Bool { userFolders.contains { path.starts(with: $0) } }

    private static func isPicture(_ path: [UInt8]) -> Bool {
        guard let dot = path.lastIndex(of: UInt8(ascii: ".")), path.count - dot <= 6 else { return false }
        return pictureExtensions.contains(String(decoding: path[(dot + 1)...], as: UTF8.self))
    }

    private static let userFolders = [
        "/users/", "/home/", "/documents and settings/", "/dcim/", "/media/", "/data/media/",
    ].map { Array($0.utf8) }

    private static let systemFolders = [
        "/windows/", "/program files/", "/program files (x86)/", "/programdata/", "/system/", "/library/", "/usr/",
        "/bin/", "/sbin/", "/lib/", "/lib64/", "/etc/", "/var/", "/boot/", "/opt/", "/applications/",
    ].map { Array($0.utf8) }

    private static let pictureExtensions: Set<String> = [
        "jpg", "jpeg", "jpe", "png", "gif", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "psd", "cr2", "cr3",
        "nef", "arw", "dng", "orf", "raf", "rw2", "mp4", "m4v", "mov", "avi", "mkv", "webm", "wmv", "flv", "mpg",
        "mpeg", "3gp", "3g2", "mts", "m2ts", "vob", "asf", "ogv",
    ]
}
