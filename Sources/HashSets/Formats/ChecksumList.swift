internal import Findings

/// What md5sum, sha1sum, sha256sum (GNU coreutils, also with `--tag`) and md5deep, sha1deep, sha256deep (also with
/// sizes) print: a digest and the name of the file that it is of. With `\` in front, the name's backslashes and line
/// ends are escaped.
struct ChecksumList: SetReader {
    static let format = HashSetFormat.sums
    private var lines: LineSource
    private var record: Int64 = 0
    private(set) var progress: Int64 = 0
    let title = SetTitle()

    /// The first line that is a digest, alone or with a name, decides.
    static func recognises(_ opening: Opening) -> Bool {
        for line in opening.significantLines {
            if DigestText.read(line) != nil { return false }
            if case .digest = Checksum(line).digest { return true }
        }
        return false
    }

    init(reading file: SourceFile) throws(HashSetError) { lines = try LineSource(file) }

    mutating func next() throws(HashSetError) -> SetRecord? {
        while let line = try lines.next() {
            progress = line.offset
            if line.isBlank || Comment.begins(line.bytes) { continue }
            record += 1
            let place = RecordPlace(record: record, line: line.number, offset: line.offset)
            if line.isTooLong { return .rejected(Rejection(at: place, .tooLong, value: line.bytes)) }
            return read(line, at: place)
        }
        return nil
    }

    private func read(_ line: Line, at place: RecordPlace) -> SetRecord {
        let checksum = Checksum(line.bytes)
        switch checksum.digest {
        case .absent: return .rejected(Rejection(at: place, .noDigest, value: line.bytes))
        case .malformed(let reason): return .rejected(Rejection(at: place, reason, value: line.bytes))
        case .digest(let digest):
            var draft = RecordDraft(place)
            draft.take(digest)
            if let byteCount = checksum.byteCount { draft.take(byteCount: byteCount) }
            if let name = checksum.unescapedName {
                if !name.isEmpty { draft.take(name: name) }
            } else {
                draft.reject(field: "name", .badEscape, value: checksum.name)
            }
            return draft.finish()
        }
    }
}
