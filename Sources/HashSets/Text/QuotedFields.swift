/// A record of comma-separated fields in which quotes protect commas, line ends and, doubled, quotes (RFC 4180).
enum QuotedFields {
    enum Reading: Hashable {
        case fields([[UInt8]])
        /// The quote of the last field is still open where the text ends.
        case open
        /// A character follows a closing quote, or a quote stands inside of an unquoted field.
        case badQuoting
    }

    static func read(_ text: ArraySlice<UInt8>) -> Reading {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var state = State.atStart
        for byte in text {
            switch (state, byte) {
            case (.quoted, quote): state = .atQuote
            case (.quoted, _): field.append(byte)
            case (.atQuote, quote):
                field.append(quote)
                state = .quoted
            case (.atStart, quote): state = .quoted
            case (_, comma):
                fields.append(field)
                field.removeAll()
                state = .atStart
            case (.atQuote, _), (.unquoted, quote): return .badQuoting
            default:
                field.append(byte)
                state = .unquoted
            }
        }
        if state == .quoted { return .open }
        return .fields(fields + [field])
    }

    private enum State {
        /// At a field's first byte; within an unquoted one; within quotes; behind a quote that closes or is doubled.
        case atStart, unquoted, quoted, atQuote
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
}
