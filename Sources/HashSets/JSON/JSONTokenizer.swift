/// JSON (RFC 8259) token by token from a file of any size: memory is one piece of the file, the text of one token and
/// a level for each open container, of which there may be 64.
struct JSONTokenizer {
    enum Token: Hashable {
        case beginObject, endObject, beginArray, endArray
        /// A member's name, in `text`; its value is the next token.
        case key
        /// In `text`.
        case string
        /// In `text`, as it is written.
        case number
        case boolean(Bool), null
        case end
    }

    var source: TextSource
    /// The last key, string (as UTF-8, escapes resolved) or number.
    var text: [UInt8] = []
    /// Whether the last string was longer than ``maximumTextByteCount``: `text` holds its beginning.
    var isTextCut = false
    /// Where the last token starts.
    private(set) var line = 1
    private(set) var offset: Int64 = 0

    private var open: [Container] = []
    private var expected = Expected.value
    var currentLine = 1

    private enum Container { case object, array }
    private enum Expected { case value, firstKey, key, firstElement, separator, end }

    static let maximumDepth = 64
    static let maximumTextByteCount = 64 * 1024

    init(_ file: SourceFile) throws(HashSetError) { source = try TextSource(file) }

    /// How many containers are open.
    var depth: Int { open.count }

    /// The next token; strings that nobody asks for need not be kept.
    /// - Throws: `truncated` where the file ends too early, `nestedTooDeep`, or `damaged` where it is no JSON.
    mutating func next(keeping isKept: Bool = true) throws(HashSetError) -> Token {
        while true {
            let byte = try skipSpace()
            (offset, line) = (source.offset, currentLine)
            guard let byte else {
                guard expected == .end else { throw truncated() }
                return .end
            }
            source.position += 1
            switch (expected, byte) {
            case (.separator, UInt8(ascii: ",")):
                expected = open.last == .object ? .key : .value
            case (.separator, UInt8(ascii: "}")), (.firstKey, UInt8(ascii: "}")):
                return try close(.object)
            case (.separator, UInt8(ascii: "]")), (.firstElement, UInt8(ascii: "]")):
                return try close(.array)
            case (.key, UInt8(ascii: "\"")), (.firstKey, UInt8(ascii: "\"")):
                return try key()
            case (.value, _), (.firstElement, _):
                return try value(startingWith: byte, isKept)
            default: throw unexpected(byte)
            }
        }
    }

    /// Passes over the value that comes next, whatever it holds.
    mutating func skipValue() throws(HashSetError) {
        let level = depth
        repeat { _ = try next(keeping: false) } while depth > level
    }

    /// Passes over the rest of the containers that were opened below `level`.
    mutating func skip(to level: Int) throws(HashSetError) {
        while depth > level { _ = try next(keeping: false) }
    }

    private mutating func skipSpace() throws(HashSetError) -> UInt8? {
        while let byte = try source.peek() {
            switch byte {
            case UInt8(ascii: "\n"): currentLine += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return byte
            }
            source.position += 1
        }
        return nil
    }

    private mutating func key() throws(HashSetError) -> Token {
        try readString(true)
        guard try skipSpace() == UInt8(ascii: ":") else {
            guard let byte = try source.peek() else { throw truncated() }
            throw unexpected(byte)
        }
        source.position += 1
        expected = .value
        return .key
    }

    private mutating func value(startingWith byte: UInt8, _ isKept: Bool) throws(HashSetError) -> Token {
        switch byte {
        case UInt8(ascii: "{"): return try open(.object)
        case UInt8(ascii: "["): return try open(.array)
        case UInt8(ascii: "\""):
            try readString(isKept)
            return ended(.string)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try readNumber(startingWith: byte)
            return ended(.number)
        case UInt8(ascii: "t"): return try word("rue", .boolean(true))
        case UInt8(ascii: "f"): return try word("alse", .boolean(false))
        case UInt8(ascii: "n"): return try word("ull", .null)
        default: throw unexpected(byte)
        }
    }

    private mutating func open(_ container: Container) throws(HashSetError) -> Token {
        guard open.count < Self.maximumDepth else {
            throw HashSetError(
                .nestedTooDeep, path: source.file.path, byteOffset: offset, line: line,
                cause: "arrays and objects are nested more than \(Self.maximumDepth) deep")
        }
        open.append(container)
        expected = container == .object ? .firstKey : .firstElement
        return container == .object ? .beginObject : .beginArray
    }

    private mutating func close(_ container: Container) throws(HashSetError) -> Token {
        guard open.last == container else {
            throw unexpected(container == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
        open.removeLast()
        return ended(container == .object ? .endObject : .endArray)
    }

    private mutating func ended(_ token: Token) -> Token {
        expected = open.isEmpty ? .end : .separator
        return token
    }

    private mutating func word(_ rest: StaticString, _ token: Token) throws(HashSetError) -> Token {
        for expected in rest.description.utf8 {
            guard let byte = try source.next() else { throw truncated() }
            guard byte == expected else { throw unexpected(byte) }
        }
        return ended(token)
    }

    func damaged(_ cause: String) -> HashSetError {
        HashSetError(.damaged, path: source.file.path, byteOffset: offset, line: line, cause: cause)
    }

    func unexpected(_ byte: UInt8) -> HashSetError {
        damaged("it is not sound JSON: unexpected \(Quotation.of([byte]))")
    }

    mutating func truncated() -> HashSetError {
        HashSetError(
            .truncated, path: source.file.path, byteOffset: source.offset, line: currentLine,
            cause: "the file ends in the middle")
    }
}
