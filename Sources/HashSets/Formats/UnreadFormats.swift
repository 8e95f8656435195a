internal import Findings

/// Formats that are recognised so that they can be refused by name, and are not taken for something else.
enum UnreadFormats {
    static func recognise(_ opening: Opening) -> HashSetFormat? {
        for (mark, format) in marks where opening.bytes.starts(with: mark) { return format }
        guard let first = opening.firstLine else { return nil }
        if first.starts(with: Array("\"file_id\",\"hashset_id\"".utf8)) { return .hashKeeper }
        if statements.contains(where: { Text.equal(first.prefix($0.utf8.count), $0) }) { return .nsrlDelta }
        if first.starts(with: Array("hash=".utf8)) || Text.equal(first.prefix(4), "pdq,") { return .pdq }
        return isTable(first) && !mayHoldAnything(opening, first) ? .csv : nil
    }

    /// The bytes that a file of the format begins with.
    private static let marks: [([UInt8], HashSetFormat)] = [
        (Array("HASH\r\n".utf8) + [0xFF, 0x00], .encase),
        ([0x1F, 0x8B], .gzip),
        (Array("PK".utf8) + [3, 4], .zip),
        (Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
    ]

    private static let statements = ["BEGIN TRANSACTION", "INSERT INTO", "DELETE FROM", "UPDATE ", "PRAGMA "]

    /// JSON, and the name of a file behind its digest, may hold what looks like cells.
    private static func mayHoldAnything(_ opening: Opening, _ first: ArraySlice<UInt8>) -> Bool {
        if VICS.recognises(opening) { return true }
        let checksum = Checksum(first)
        guard case .digest = checksum.digest else { return false }
        return checksum.isAsPrinted
    }

    /// Whether a line is a row of separated cells of which one is a digest, or is named after one. The sets that are
    /// read have such rows too: hashdeep's and the NSRL's, which their headers tell.
    private static func isTable(_ line: ArraySlice<UInt8>) -> Bool {
        guard !line.starts(with: Array("%%%% ".utf8)), !line.starts(with: Array("\"SHA-1\",".utf8)) else {
            return false
        }
        return [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains { separator in
            let cells = line.split(separator: separator, omittingEmptySubsequences: false)
            return cells.count > 1 && cells.contains { isDigestCell($0) }
        }
    }

    private static func isDigestCell(_ cell: ArraySlice<UInt8>) -> Bool {
        let isQuote = { (byte: UInt8) in byte == UInt8(ascii: "\"") || Text.isBlank(byte) }
        var text = cell.drop(while: isQuote)
        while let last = text.last, isQuote(last) { text.removeLast() }
        if DigestText.read(text) != nil || DigestAlgorithm(name: text) != nil { return true }
        return Text.equal(text.prefix(4), "hash") && text.count <= 16
    }
}
