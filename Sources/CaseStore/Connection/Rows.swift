internal import CPostgres

/// The rows that a statement gave back. It owns libpq's memory for them.
@safe final class Rows {
    private let result: OpaquePointer
    let count: Int
    /// How many rows an INSERT, UPDATE or DELETE touched.
    var touched: Int { Int(unsafe String(cString: PQcmdTuples(result))) ?? 0 }
    /// What was done, in the server's word: `COMMIT`.
    var command: String { unsafe String(cString: PQcmdStatus(result)) }

    /// Takes over a result that succeeded.
    init(taking result: OpaquePointer) {
        unsafe self.result = result
        count = Int(unsafe PQntuples(result))
    }

    deinit { unsafe PQclear(result) }

    subscript(row: Int) -> Row {
        precondition((0..<count).contains(row))
        return Row(rows: self, index: row)
    }

    var first: Row? { count > 0 ? self[0] : nil }

    /// Decodes every row, in the order of the server.
    func map<Element>(_ decode: (inout Row) throws(StoreError) -> Element) throws(StoreError) -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for index in 0..<count {
            var row = self[index]
            elements.append(try decode(&row))
        }
        return elements
    }

    fileprivate func value<Value: ColumnValue>(_ row: Int, _ column: Int) -> Value? {
        guard column < Int(unsafe PQnfields(result)) else { return nil }
        let (row, column) = (Int32(clamping: row), Int32(clamping: column))
        guard unsafe PQgetisnull(result, row, column) == 0 else { return Value.null }
        let length = Int(unsafe PQgetlength(result, row, column))
        guard length > 0, let pointer = unsafe PQgetvalue(result, row, column) else { return Value.decode(Span()) }
        return unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: length) {
            Value.decode(unsafe Span(_unsafeStart: $0, count: length))
        }
    }
}

/// One row, read column by column from the left.
struct Row {
    fileprivate let rows: Rows
    fileprivate let index: Int
    private var column = 0

    fileprivate init(rows: Rows, index: Int) { (self.rows, self.index) = (rows, index) }

    /// The next column's value. An `Optional` takes NULL.
    mutating func next<Value: ColumnValue>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
        defer { column += 1 }
        guard let value: Value = rows.value(index, column) else {
            throw StoreError(.other, cause: "column \(column + 1) of a result is no \(Value.self)")
        }
        return value
    }
}
