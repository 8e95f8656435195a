internal import Findings

/// One Media of a VICS file: its digests, the SHA-256 that stands in `AlternativeHashes`, its category, size and the
/// name of its first file. What nobody asks for is passed over, however deep.
struct VICSMedia {
    private var draft: RecordDraft
    private var isCase = false
    /// Whether it has a member that only Media have.
    private var isMedia = false
    /// Whether it stands where a case can.
    private let mayBeCase: Bool

    init(_ place: RecordPlace, mayBeCase: Bool) {
        draft = RecordDraft(place)
        self.mayBeCase = mayBeCase
    }

    enum Ending {
        case object
        /// It is a case, and its Media come next.
        case mediaOfCase
    }

    /// Reads the members up to the object's end, or up to the first element of a case's `Media`.
    mutating func read(_ tokens: inout JSONTokenizer) throws(HashSetError) -> Ending {
        while try tokens.next() == .key {
            let key = tokens.text
            isMedia = isMedia || Self.isOfMedia(key)
            if let algorithm = DigestAlgorithm(name: key) {
                try readDigest(algorithm, &tokens)
            } else if Text.equal(key, "Category") {
                try readCategory(&tokens)
            } else if Text.equal(key, "MediaSize") {
                try readSize(&tokens)
            } else if Text.equal(key, "AlternativeHashes") {
                try readObjects(&tokens) { media, tokens throws(HashSetError) in
                    try media.readAlternativeHash(&tokens)
                }
            } else if Text.equal(key, "MediaFiles") {
                try readObjects(&tokens) { media, tokens throws(HashSetError) in try media.readFile(&tokens) }
            } else if mayBeCase, Text.equal(key, "Media") {
                isCase = true
                let level = tokens.depth
                if try tokens.next() == .beginArray { return .mediaOfCase }
                try tokens.skip(to: level)
            } else {
                isCase = isCase || Text.equal(key, "CaseID") || Text.equal(key, "CaseNumber")
                try tokens.skipValue()
            }
        }
        return .object
    }

    private static func isOfMedia(_ key: [UInt8]) -> Bool {
        DigestAlgorithm(name: key) != nil
            || ["AlternativeHashes", "MediaFiles", "MediaSize"].contains { Text.equal(key, $0) }
    }

    /// The record; nil for a case, which is none. Media may name the case that they belong to.
    func finish() -> SetRecord? {
        isCase && mayBeCase && !isMedia && !draft.hasRejections ? nil : draft.finish()
    }

    private mutating func readDigest(_ algorithm: DigestAlgorithm, _ tokens: inout JSONTokenizer)
        throws(HashSetError)
    {
        guard let text = try readText(algorithm.rawValue, &tokens) else { return }
        draft.take(text[...], as: algorithm)
    }

    /// A string's text; nil for null, and for anything else, which is rejected.
    private mutating func readText(_ field: String, _ tokens: inout JSONTokenizer) throws(HashSetError) -> [UInt8]? {
        let level = tokens.depth
        switch try tokens.next() {
        case .string: return tokens.text
        case .null: return nil
        case .number: draft.reject(field: field, .notText, value: tokens.text)
        default: draft.reject(field: field, .notText, value: [])
        }
        try tokens.skip(to: level)
        return nil
    }

    /// A category as a number from 0, or as text; a number in text is that number.
    private mutating func readCategory(_ tokens: inout JSONTokenizer) throws(HashSetError) {
        let level = tokens.depth
        let token = try tokens.next()
        switch token {
        case .number, .string:
            let text = Text.trimmed(tokens.text[...])
            if let number = Text.number(text) ?? (token == .number ? Self.whole(text) : nil) {
                draft.take(category: Array(String(number).utf8)[...])
            } else if text.first == UInt8(ascii: "-"), Text.number(text.dropFirst()) != nil {
                draft.reject(field: "category", .outOfRange, value: text)
            } else {
                draft.take(category: text)
            }
        case .null: break
        default: draft.reject(field: "category", .notText, value: [])
        }
        try tokens.skip(to: level)
    }

    /// The value of a JSON number that is whole though it is written otherwise, as `1.0`.
    private static func whole(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard let value = Double(String(decoding: text, as: UTF8.self)), value < 9e15 else { return nil }
        return UInt64(exactly: value)
    }

    private mutating func readSize(_ tokens: inout JSONTokenizer) throws(HashSetError) {
        let level = tokens.depth
        switch try tokens.next() {
        case .number, .string: draft.take(size: tokens.text[...])
        case .null: break
        default: draft.reject(field: "size", .notANumber, value: [])
        }
        try tokens.skip(to: level)
    }

    /// Reads each object of an array; anything else is passed over.
    private mutating func readObjects(
        _ tokens: inout JSONTokenizer,
        _ body: (inout VICSMedia, inout JSONTokenizer) throws(HashSetError) -> Void
    ) throws(HashSetError) {
        let level = tokens.depth
        guard try tokens.next() == .beginArray else { return try tokens.skip(to: level) }
        while true {
            switch try tokens.next() {
            case .endArray: return
            case .beginObject: try body(&self, &tokens)
            default: try tokens.skip(to: level + 1)
            }
        }
    }

    private mutating func readAlternativeHash(_ tokens: inout JSONTokenizer) throws(HashSetError) {
        var (name, value, isValueText): ([UInt8], [UInt8], Bool) = ([], [], true)
        while try tokens.next() == .key {
            let level = tokens.depth
            let (isName, isValue) = (Text.equal(tokens.text, "HashName"), Text.equal(tokens.text, "HashValue"))
            let token = try tokens.next(keeping: isName || isValue)
            if isName, token == .string { name = tokens.text }
            if isValue, token != .null {
                isValueText = token == .string
                value = isValueText || token == .number ? tokens.text : []
            }
            try tokens.skip(to: level)
        }
        guard let algorithm = DigestAlgorithm(name: name), draft.entry.digests[algorithm] == nil else { return }
        guard isValueText else { return draft.reject(algorithm, .notText, value: value) }
        draft.take(value[...], as: algorithm)
    }

    /// The first file's name is the Media's.
    private mutating func readFile(_ tokens: inout JSONTokenizer) throws(HashSetError) {
        while try tokens.next() == .key {
            guard Text.equal(tokens.text, "FileName"), draft.entry.name == nil else {
                try tokens.skipValue()
                continue
            }
            let level = tokens.depth
            if try tokens.next() == .string {
                if tokens.isTextCut {
                    draft.reject(field: "name", .tooLong, value: tokens.text)
                } else {
                    draft.take(name: tokens.text)
                }
            }
            try tokens.skip(to: level)
        }
    }
}
