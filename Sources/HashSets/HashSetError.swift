/// Why a hash set was refused whole, or an index cannot be used: which file, where in it, and what to do.
public struct HashSetError: Error, Hashable, CustomStringConvertible {
    public let reason: Reason
    public let path: String
    /// The byte of the file where it shows; nil when it is about the file as a whole.
    public let byteOffset: Int64?
    /// The line, from 1, in formats that have lines.
    public let line: Int?
    /// What was found; for SQLite its own words.
    public let cause: String

    public init(_ reason: Reason, path: String, byteOffset: Int64? = nil, line: Int? = nil, cause: String) {
        self.reason = reason
        self.path = path
        self.byteOffset = byteOffset
        self.line = line
        self.cause = cause
    }

    /// One word for each reason; it stays the same from release to release.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        // Files.
        case unreadable
        case cannotWrite = "cannot-write"
        // Sets that are refused.
        case unknownFormat = "unknown-format"
        case unsupportedFormat = "unsupported-format"
        case unknownHeader = "unknown-header"
        case unknownVersion = "unknown-version"
        case unknownModel = "unknown-model"
        case unknownSchema = "unknown-schema"
        case noDigestColumn = "no-digest-column"
        case truncated
        case damaged
        case sqliteCorrupt = "sqlite-corrupt"
        case nestedTooDeep = "nested-too-deep"
        case tooManyCategories = "too-many-categories"
        case tooManyEntries = "too-many-entries"
        case nothingReadable = "nothing-readable"
        // Indexes.
        case notAnIndex = "not-an-index"
        case unsupportedIndex = "unsupported-index"
        case damagedIndex = "damaged-index"
        case missingIndex = "missing-index"
        case countsDisagree = "counts-disagree"
    }

    public var description: String {
        var place = path
        if let line { place += ", line \(line)" }
        if let byteOffset { place += ", byte \(byteOffset)" }
        return "\(place): \(cause). \(remedy)"
    }

    private var remedy: String {
        switch reason {
        case .unreadable: "Check that the file is there and readable by this user."
        case .cannotWrite: "Check that the folder is writable and its disk has room; nothing was imported."
        case .unknownFormat:
            "Nothing was imported. If you know the format, name it by hashset import --format-of-set: \(Self.formats)."
        case .unsupportedFormat:
            "Nothing was imported. Unpack it, or convert it to one of: \(Self.formats). If it is one of these already, name "
                + "it by hashset import --format-of-set."
        case .unknownHeader, .unknownVersion, .unknownModel, .unknownSchema, .noDigestColumn:
            "Nothing was imported. Check with the set's publisher which format this is."
        case .truncated, .damaged, .sqliteCorrupt, .nestedTooDeep:
            "Nothing was imported, since a set that is silently short hides hits. Get the file again and check its checksum."
        case .tooManyCategories, .nothingReadable:
            "Nothing was imported. Check that the file is what its publisher says."
        case .tooManyEntries: "Nothing was imported. Split the set."
        case .notAnIndex, .damagedIndex: "Remove it and import the hash set again."
        case .missingIndex: "Import the hash set again, or take it out of examinations: hashset remove."
        case .unsupportedIndex: "Import the hash set again with this version of the program."
        case .countsDisagree: "Nothing was imported. Check this computer's memory and disk, then import again."
        }
    }

    private static var formats: String {
        HashSetFormat.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
    }
}
