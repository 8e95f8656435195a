/// Something that is printed in each of the formats. It lists its fields once, in the order in which they appear.
///
/// Names of fields are stable from release to release; more may be added.
public protocol Record {
    static var fields: [Field<Self>] { get }
}

/// A field of a record: its name in JSON and CSV, how it is read, and its column in a table, if it has one there.
public struct Field<Subject>: Sendable {
    public let name: String
    public let column: Column?
    public let value: @Sendable (Subject) -> FieldValue

    public init(_ name: String, column: Column? = nil, value: @escaping @Sendable (Subject) -> FieldValue) {
        self.name = name
        self.column = column
        self.value = value
    }
}

/// How a table shows a field.
public struct Column: Hashable, Sendable {
    /// The heading; nil for the field's name with spaces.
    public let title: String?
    public let alignment: Alignment
    public let shortening: Shortening

    public enum Alignment: Hashable, Sendable {
        /// For text.
        case left
        /// For numbers.
        case right
    }

    /// What may be left out where the terminal is too narrow.
    public enum Shortening: Hashable, Sendable {
        /// Nothing: a number that is cut is another number.
        case never
        case end
        /// A path keeps its root and its name.
        case middle
    }

    public init(_ title: String? = nil, alignment: Alignment = .left, shortening: Shortening = .end) {
        self.title = title
        self.alignment = alignment
        self.shortening = shortening
    }

    public static let text = Column()
    public static let number = Column(alignment: .right, shortening: .never)
    /// Times and digests: as they are.
    public static let whole = Column(shortening: .never)
    public static let path = Column(shortening: .middle)

    /// The same column under another heading.
    public func titled(_ title: String) -> Column {
        Column(title, alignment: alignment, shortening: shortening)
    }
}
