/// Text in which everything can be seen: what could deceive a reader or steer a terminal stands there as `\x1B` (a
/// control character, or a byte that is not valid UTF-8) or `\u{202E}` (a bidirectional override, a zero-width
/// character, …). Two different names never look the same for want of a visible character.
struct VisibleText: Hashable {
    let text: String
    /// The columns of a terminal that it takes.
    let columnCount: Int

    /// A text of which it is known that everything in it is visible.
    init(visible text: String, columnCount: Int) {
        self.text = text
        self.columnCount = columnCount
    }

    /// A text that was written by a program or a person.
    init(_ text: String) {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            self.init(visible: text, columnCount: text.utf8.count)
        } else {
            self.init(escaping: text.unicodeScalars, backslash: false)
        }
    }

    /// A name from a disk. Its backslashes are doubled, so that no name can look like another's escape.
    init(name bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            self.init(damaged: bytes)
            return
        }
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) {
            self.init(visible: text, columnCount: bytes.count)
        } else {
            self.init(escaping: text.unicodeScalars, backslash: true)
        }
    }

    private init(escaping scalars: String.UnicodeScalarView, backslash: Bool) {
        var builder = Builder()
        for scalar in scalars { builder.append(scalar, escapingBackslash: backslash) }
        self.init(visible: builder.text)
    }

    /// Bytes of which some are not UTF-8: those stand there one by one.
    private init(damaged bytes: [UInt8]) {
        var builder = Builder()
        var source = bytes[...].makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var position = 0
        while true {
            switch parser.parseScalar(from: &source) {
            case .valid(let encoded):
                builder.append(Unicode.UTF8.decode(encoded), escapingBackslash: true)
                position += encoded.count
            case .error(let length):
                for byte in bytes[position..<(position + length)] { builder.append(byte: byte) }
                position += length
            case .emptyInput:
                self.init(visible: builder.text)
                return
            }
        }
    }

    private init(visible text: String) {
        self.init(visible: text, columnCount: text.reduce(0) { $0 + $1.columnCount })
    }

    /// Marks on one letter that are shown; a tower of more is no writing, and would overprint its neighbours.
    private static let markLimit = 4

    private struct Builder {
        var text = ""
        private var markCount = 0

        mutating func append(_ scalar: Unicode.Scalar, escapingBackslash: Bool) {
            markCount = scalar.columnCount == 0 ? markCount + 1 : 0
            if scalar.isDeceptive || markCount > VisibleText.markLimit {
                let isByte = scalar.value < 0x80
                text += isByte ? "\\x" + hex(scalar.value, digits: 2) : "\\u{" + hex(scalar.value, digits: 4) + "}"
            } else if scalar == "\\", escapingBackslash {
                text += "\\\\"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }

        mutating func append(byte: UInt8) {
            markCount = 0
            text += "\\x" + hex(UInt32(byte), digits: 2)
        }

        private func hex(_ value: UInt32, digits: Int) -> String {
            let text = String(value, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
    }
}

extension Character {
    /// The columns of a terminal that it takes, at most 2.
    var columnCount: Int { min(2, unicodeScalars.reduce(0) { $0 + $1.columnCount }) }
}
