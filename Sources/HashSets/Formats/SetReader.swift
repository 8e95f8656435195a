internal import Findings

/// Reads one format: records in, entries or rejections out.
///
/// A new format is one file with a type that conforms to this, and a line in ``FormatTable``.
protocol SetReader {
    static var format: HashSetFormat { get }

    /// Whether a file that begins so is of this format.
    static func recognises(_ opening: Opening) -> Bool

    /// - Throws: what makes the whole file unusable: an unknown version, a missing column, a damaged database.
    init(reading file: SourceFile) throws(HashSetError)

    /// The next record; nil at the end of a sound file.
    /// - Throws: damage; then nothing of the file may be used.
    mutating func next() throws(HashSetError) -> SetRecord?

    /// What the set says of itself; complete once `next` has returned nil.
    var title: SetTitle { get }

    /// How far reading has come, in bytes of the file.
    var progress: Int64 { get }
}

/// What became of one record.
enum SetRecord: Hashable {
    /// An entry, and the fields of it that were dropped.
    case entry(SetEntry, [Rejection])
    case rejected(Rejection)
}

/// One record of a set, as it stands in the file.
struct SetEntry: Hashable {
    var place: RecordPlace
    var digests = EntryDigests()
    /// Its own category, not yet its set's.
    var category: String?
    var byteCount: UInt64?
    var name: String?
}

/// What a set says of itself.
struct SetTitle: Hashable {
    var name: String?
    var version: String?
}
