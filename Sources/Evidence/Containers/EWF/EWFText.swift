internal import Findings

/// The texts that EWF keeps beside the device's bytes: who acquired it, how, and its digests.
enum EWFText {
    /// What the columns of a header section stand for.
    private static let columns = [
        "c": "case number", "n": "evidence number", "a": "description", "e": "examiner name", "t": "notes",
        "md": "model", "sn": "serial number", "l": "device label", "av": "software version",
        "ov": "operating system", "m": "acquired", "u": "system date", "pid": "process identifier", "ext": "extents",
    ]

    /// The tab-separated table of a header or header2 section: line 2 says `main`, line 3 names the columns, line 4
    /// has their values. header2 is UTF-16 with a byte order mark.
    static func header(_ bytes: [UInt8]) -> [String: String] {
        var lines: [String] = []
        for line in text(bytes).split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }
        ).prefix(8) {
            lines.append(String(line))
        }
        guard let main = lines.firstIndex(of: "main"), main + 2 < lines.count else { return [:] }
        let names = lines[main + 1].split(separator: "\t", omittingEmptySubsequences: false)
        let values = lines[main + 2].split(separator: "\t", omittingEmptySubsequences: false)
        var result: [String: String] = [:]
        for (name, value) in zip(names, values) where !value.isEmpty {
            if let column = columns[String(name)] { result[column] = String(value) }
        }
        return result
    }

    /// The leaf elements of an xheader: `<case_number>1</case_number>`.
    static func elements(_ bytes: [UInt8]) -> [String: String] {
        var result: [String: String] = [:]
        for line in text(bytes).split(whereSeparator: \.isNewline) {
            let parts = line.split(whereSeparator: { $0 == "<" || $0 == ">" }).filter { !$0.allSatisfy(\.isWhitespace) }
            guard parts.count == 3, parts[2] == "/" + parts[0] else { continue }
            let name = String(parts[0]).replacing("acquiry_", with: "").replacing("_", with: " ")
            result[name] = String(parts[1])
        }
        return result
    }

    /// The digests of a hash (MD5), digest (MD5 and SHA-1) or xhash section (both, as XML).
    /// - Returns: nil when the section is damaged.
    static func digests(_ section: EWFSection, in file: EvidenceFile) throws(EvidenceError) -> [StoredDigest]? {
        switch section.kind {
        case "hash":
            guard let record = try section.checkedData(36, in: file) else { return nil }
            return stored([(.md5, Array(record.bytes[0..<16]))])
        case "digest":
            guard let record = try section.checkedData(80, in: file) else { return nil }
            return stored([(.md5, Array(record.bytes[0..<16])), (.sha1, Array(record.bytes[16..<36]))])
        default:
            let count = Int(min(section.dataByteCount, 65536))
            guard let packed = try section.data(count, in: file),
                let text = Inflater().inflate(packed.span, as: .zlib, limit: 65536)
            else { return nil }
            let values = elements(text)
            return stored([(.md5, hexadecimal(values["MD5"])), (.sha1, hexadecimal(values["SHA1"]))])
        }
    }

    /// A digest of zeros is one that was not computed.
    private static func stored(_ digests: [(DigestAlgorithm, [UInt8])]) -> [StoredDigest] {
        digests.compactMap { algorithm, value in
            guard value.count == algorithm.byteCount, value.contains(where: { $0 != 0 }) else { return nil }
            return StoredDigest(algorithm: algorithm, value: value, origin: "container")
        }
    }

    private static func hexadecimal(_ text: String?) -> [UInt8] {
        Hexadecimal.bytes((text ?? "").filter { !$0.isWhitespace }) ?? []
    }

    /// UTF-16 where a byte order mark says so, UTF-8 where it is that, else Latin-1.
    private static func text(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
            let order: Record.Order = bytes[0] == 0xff ? .littleEndian : .bigEndian
            let units = (1..<bytes.count / 2).map { bytes.span.number(UInt16.self, at: $0 * 2, order) }
            return String(decoding: units, as: UTF16.self)
        }
        let latin = bytes.map { Character(Unicode.Scalar($0)) }
        return String(validating: bytes, as: UTF8.self) ?? String(latin)
    }
}
