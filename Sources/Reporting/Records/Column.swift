/// How a table shows a field.
public struct Column: Hashable, Sendable {
    /// The heading; nil for the field's name with spaces.
    public let title: String?
    public let alignment: Alignment
    public let shortening: Shortening
    /// How soon it is left out where a terminal has no room for all columns: the highest first, 0 never. No format for
    /// machines leaves anything out.
    public let dispensability: Int

    public enum Alignment: Hashable, Sendable {
        /// For text.
        case left
        /// For numbers.
        case right
    }

    /// What may be left out of a value where the terminal is too narrow.
    public enum Shortening: Hashable, Sendable {
        /// Nothing: a number that is cut is another number.
        case never
        case end
        /// A path keeps its root and its name.
        case middle
        /// Nothing either: a sentence that does not fit stands below its row, in lines of its own.
        case below
    }

    public init(
        _ title: String? = nil, alignment: Alignment = .left, shortening: Shortening = .end, dispensability: Int = 0
    ) {
        self.title = title
        self.alignment = alignment
        self.shortening = shortening
        self.dispensability = dispensability
    }

    public static let text = Column()
    public static let number = Column(alignment: .right, shortening: .never)
    /// Times and digests: as they are.
    public static let whole = Column(shortening: .never)
    public static let path = Column(shortening: .middle)
    public static let sentence = Column(shortening: .below)

    /// The same column under another heading.
    public func titled(_ title: String) -> Column {
        Column(title, alignment: alignment, shortening: shortening, dispensability: dispensability)
    }

    /// The same column, which is left out where there is no room: the higher, the sooner.
    public func dispensable(_ dispensability: Int) -> Column {
        Column(title, alignment: alignment, shortening: shortening, dispensability: dispensability)
    }
}
