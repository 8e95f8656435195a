/// Something that is printed in each of the formats. It lists its fields once, in the order in which they appear.
///
/// Names of fields are stable from release to release; more may be added.
public protocol Record {
    static var fields: [Field<Self>] { get }
}

/// A field of a record: its name in JSON and CSV, how it is read, its column in a table, if it has one there, and what
/// of it stands out on a terminal.
public struct Field<Subject>: Sendable {
    public let name: String
    public let column: Column?
    /// Which entries of a list need somebody's attention; of any other value 0 means all of it.
    public let alarms: @Sendable (Subject) -> Set<Int>
    public let value: @Sendable (Subject) -> FieldValue

    public init(
        _ name: String, column: Column? = nil, alarms: @escaping @Sendable (Subject) -> Set<Int> = { _ in [] },
        value: @escaping @Sendable (Subject) -> FieldValue
    ) {
        self.name = name
        self.column = column
        self.alarms = alarms
        self.value = value
    }
}
