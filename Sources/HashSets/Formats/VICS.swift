internal import Findings

/// Project VIC's VICS: JSON in the data models 1.3 (`odata.metadata`) and 2.0 (`@odata.context`). `value` holds Media,
/// or cases that each hold their `Media`. Keys come in any case and any order, the model's name even last.
struct VICS: SetReader {
    static let format = HashSetFormat.vics
    private var tokens: JSONTokenizer
    private let path: String
    private var place = Place.start
    private var hasModel = false
    private var hasValue = false
    private var record: Int64 = 0
    let title = SetTitle()

    /// Where in the document the next token stands.
    private enum Place {
        case start
        /// Among the members of the document.
        case document
        /// Among the elements of `value`: Media, or cases.
        case value
        /// Among the members of a case.
        case aCase
        /// Among the elements of a case's `Media`.
        case caseMedia
        case end
    }

    static func recognises(_ opening: Opening) -> Bool {
        opening.firstCharacter == UInt8(ascii: "{") || opening.firstCharacter == UInt8(ascii: "[")
    }

    init(reading file: SourceFile) throws(HashSetError) { (tokens, path) = (try JSONTokenizer(file), file.path) }

    var progress: Int64 { tokens.offset }

    mutating func next() throws(HashSetError) -> SetRecord? {
        do throws(HashSetError) {
            while place != .end {
                if let record = try step() { return record }
            }
            return nil
        } catch {
            guard error.reason == .truncated else { throw error }
            throw HashSetError(
                .truncated, path: path, byteOffset: error.byteOffset, line: error.line,
                cause: "\(error.cause), after \(record) whole records")
        }
    }

    private mutating func step() throws(HashSetError) -> SetRecord? {
        switch place {
        case .start:
            guard try tokens.next() == .beginObject else { throw unknownModel("the document is not an object") }
            place = .document
        case .document: try readMember()
        case .value: return try readElement(end: .document)
        case .caseMedia: return try readElement(end: .aCase)
        case .aCase: try readMemberOfCase()
        case .end: break
        }
        return nil
    }

    private mutating func readMember() throws(HashSetError) {
        guard try tokens.next() == .key else {
            guard hasModel else { throw unknownModel("it names no data model (@odata.context or odata.metadata)") }
            guard hasValue else { throw unknownModel("it has no value, where its Media would stand") }
            guard try tokens.next() == .end else { return }
            return place = .end
        }
        if Text.equal(tokens.text, "value") {
            guard try tokens.next() == .beginArray else { throw unknownModel("its value is not an array") }
            (place, hasValue) = (.value, true)
        } else if Text.equal(tokens.text, "@odata.context") || Text.equal(tokens.text, "odata.metadata") {
            try readModel()
        } else {
            try tokens.skipValue()
        }
    }

    private mutating func readModel() throws(HashSetError) {
        let (offset, line) = (tokens.offset, tokens.line)
        guard try tokens.next() == .string else { throw unknownModel("its data model is not text") }
        let model = String(decoding: tokens.text.map(Text.lowercase), as: UTF8.self)
        let isOfTheUK = model.contains("/uk/")
        if model.contains("datamodels/1.2.xml") || model.contains("datamodels/2.0.xml") && isOfTheUK {
            throw HashSetError.unsupported(.caid, path: path)
        }
        guard model.contains("datamodels/1.3.xml") || model.contains("datamodels/2.0.xml") else {
            throw HashSetError(
                .unknownModel, path: path, byteOffset: offset, line: line,
                cause: "its data model \(Quotation.of(tokens.text)) is neither VICS 1.3 nor 2.0")
        }
        hasModel = true
    }

    private mutating func readMemberOfCase() throws(HashSetError) {
        guard try tokens.next() == .key else { return place = .value }
        guard Text.equal(tokens.text, "Media") else { return try tokens.skipValue() }
        if try tokens.next() == .beginArray { place = .caseMedia } else { try tokens.skip(to: 3) }
    }

    private mutating func readElement(end: Place) throws(HashSetError) -> SetRecord? {
        let token = try tokens.next()
        let start = RecordPlace(record: record + 1, line: tokens.line, offset: tokens.offset)
        switch token {
        case .endArray:
            place = end
            return nil
        case .beginObject:
            var media = VICSMedia(start, mayBeCase: place == .value)
            if try media.read(&tokens) == .mediaOfCase { place = .caseMedia }
            guard let record = media.finish() else { return nil }
            self.record += 1
            return record
        default:
            record += 1
            let value = tokens.text
            try tokens.skip(to: place == .value ? 2 : 4)
            return .rejected(Rejection(at: start, .notAnObject, value: Self.written(token, value)))
        }
    }

    /// A value as it stands in the file, or its beginning.
    private static func written(_ token: JSONTokenizer.Token, _ text: [UInt8]) -> [UInt8] {
        switch token {
        case .string: Array("\"".utf8) + text + Array("\"".utf8)
        case .number: text
        case .boolean(let truth): Array("\(truth)".utf8)
        case .null: Array("null".utf8)
        default: Array("[".utf8)
        }
    }

    private func unknownModel(_ cause: String) -> HashSetError {
        HashSetError(.unknownModel, path: path, byteOffset: tokens.offset, line: tokens.line, cause: cause)
    }
}
