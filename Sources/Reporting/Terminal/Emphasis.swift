/// Why a piece of text stands out. Nothing is said by colour alone.
public enum Emphasis: Hashable, Sendable {
    case plain
    case heading
    /// It needs somebody's attention.
    case alarm

    /// The parameter of "select graphic rendition" (ECMA-48, 8.3.117); nil for none.
    fileprivate var rendition: String? {
        switch self {
        case .plain: nil
        case .heading: "1"
        case .alarm: "1;31"
        }
    }
}

extension Terminal {
    /// The text with its emphasis, where the terminal shows any.
    public func styled(_ text: String, as emphasis: Emphasis) -> String {
        guard isColoured, let rendition = emphasis.rendition else { return text }
        return "\u{1B}[\(rendition)m\(text)\u{1B}[0m"
    }
}
