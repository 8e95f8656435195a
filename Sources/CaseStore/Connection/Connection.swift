internal import CPostgres
internal import Glibc

/// One connection to PostgreSQL: the one owner of a libpq handle, closed exactly once. Its calls block; a `Session`
/// keeps them off Swift's threads.
@safe struct Connection: ~Copyable {
    private let handle: OpaquePointer
    private let prepared = PreparedStatements()

    /// Takes over a handle whose connection stands.
    init(taking handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe PQfinish(handle) }

    /// False once the server, or the way to it, has gone: this connection will never work again.
    var isAlive: Bool { unsafe PQstatus(handle) == CONNECTION_OK }

    /// Whether a server has ended the connection while nobody used it: an administrator, a time limit, a restart. Between
    /// two statements a server says nothing else; a connection looks alive until that is read.
    var hasEndedIdle: Bool {
        guard unsafe PQtransactionStatus(handle) == PQTRANS_IDLE else { return false }
        var waiting = unsafe pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        return unsafe poll(&waiting, 1, 0) != 0
    }

    /// Runs one statement; parameters are bound in binary, results come back in binary.
    @discardableResult
    borrowing func execute(_ sql: String, _ parameters: [Parameter] = []) throws(StoreError) -> Rows {
        let types = parameters.map(\.type)
        let result = unsafe BoundValues(parameters).withPointers { values, lengths, formats in
            unsafe PQexecParams(
                handle, sql, Int32(clamping: parameters.count), types, values, lengths, formats, 1)
        }
        return try unsafe rows(of: result)
    }

    /// Runs a statement that the server keeps: it is parsed once for each connection, and after a few runs planned no more.
    /// - Throws: `busy` where the server has lost it, or its tables have changed: the next run prepares it anew.
    @discardableResult
    borrowing func execute(_ statement: Statement, _ parameters: [Parameter]) throws(StoreError) -> Rows {
        let name = try prepare(statement, parameters.map(\.type))
        let result = unsafe BoundValues(parameters).withPointers { values, lengths, formats in
            unsafe PQexecPrepared(handle, name, Int32(clamping: lengths.count), values, lengths, formats, 1)
        }
        do { return try unsafe rows(of: result) } catch {
            guard error.isOfPreparation else { throw error }
            prepared.forget(statement)
            throw StoreError(.busy, sqlState: error.sqlState, cause: error.cause)
        }
    }

    private borrowing func prepare(_ statement: Statement, _ types: [UInt32]) throws(StoreError) -> String {
        let name = prepared.name(of: statement)
        guard !prepared.isKept(statement) else { return name }
        _ = try unsafe rows(of: PQprepare(handle, name, statement.sql, Int32(clamping: types.count), types))
        prepared.keep(statement)
        return name
    }

    /// Waits until somebody notifies this connection on a channel that it listens on.
    /// - Parameter patience: for how long at most, in milliseconds.
    /// - Returns: whether somebody has.
    borrowing func awaitNotification(patience: Int32) throws(StoreError) -> Bool {
        var waiting = unsafe pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, patience) != 0 else { return false }
        guard unsafe PQconsumeInput(handle) == 1, isAlive else { throw lost() }
        var isHeard = false
        while let notification = unsafe PQnotifies(handle) {
            unsafe PQfreemem(notification)
            isHeard = true
        }
        return isHeard
    }

    /// Runs a script of several statements without parameters, all or none.
    borrowing func run(script: String) throws(StoreError) {
        _ = try unsafe rows(of: PQexec(handle, script))
    }

    /// Runs `body` in a transaction: it commits when `body` returns, and rolls back when it throws.
    /// - Throws: `commitUnknown` when the connection broke in COMMIT.
    borrowing func transaction<Value>(
        _ mode: TransactionMode = .readWrite, _ body: (borrowing Connection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try execute(mode.rawValue)
        let value: Value
        do {
            value = try body(self)
        } catch {
            _ = try? execute("ROLLBACK")
            throw error
        }
        let end: Rows
        do { end = try execute("COMMIT") } catch {
            throw isAlive ? error : StoreError(.commitUnknown, sqlState: error.sqlState, cause: error.cause)
        }
        // Where a statement has failed, PostgreSQL takes everything back at COMMIT, and calls that a success.
        guard end.command == "COMMIT" else { throw StoreError(.other, cause: "the transaction was rolled back") }
        return value
    }

    /// COPYs the rows that `body` writes into a table, in binary.
    /// - Parameter target: the table and its columns, `items (exhibit, volume, …)`.
    borrowing func copy(
        into target: String,
        _ body: (inout BinaryRows, (inout BinaryRows) throws(StoreError) -> Void) throws(StoreError) -> Void
    ) throws(StoreError) {
        let start = unsafe PQexec(handle, "COPY \(target) FROM STDIN (FORMAT binary)")
        guard unsafe PQresultStatus(start) == PGRES_COPY_IN else { throw try unsafe failure(of: start) }
        unsafe PQclear(start)
        var rows = BinaryRows()
        rows.write(Self.copySignature)
        do {
            try body(&rows) { rows throws(StoreError) in
                guard rows.bytes.count >= Self.copyPiece else { return }
                try put(rows.bytes)
                rows.removeAll()
            }
            rows.write(Int16(-1))
            try put(rows.bytes)
        } catch {
            unsafe PQputCopyEnd(handle, "abandoned")
            _ = try? finishCopy()
            throw error
        }
        guard unsafe PQputCopyEnd(handle, nil) == 1 else { throw lost() }
        try finishCopy()
    }

    /// COPY's binary header: signature, no flags, no extension.
    private static let copySignature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    /// Bytes of rows gathered before they go to the server: large enough to cost few calls, small enough to forget.
    private static let copyPiece = 256 << 10

    private borrowing func put(_ bytes: [UInt8]) throws(StoreError) {
        let status = unsafe bytes.withUnsafeBytes {
            unsafe PQputCopyData(
                handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: $0.count))
        }
        guard status == 1 else { throw lost() }
    }

    private borrowing func finishCopy() throws(StoreError) {
        var failed: StoreError?
        while let result = unsafe PQgetResult(handle) {
            do { _ = try unsafe rows(of: result) } catch { failed = failed ?? error }
        }
        if let failed { throw failed }
    }

    /// Takes a result over as rows, or throws what it says.
    private borrowing func rows(of result: OpaquePointer?) throws(StoreError) -> Rows {
        switch unsafe PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_SINGLE_TUPLE:
            guard let result = unsafe result else { throw lost() }
            return unsafe Rows(taking: result)
        default: throw try unsafe failure(of: result)
        }
    }

    private borrowing func failure(of result: OpaquePointer?) throws(StoreError) -> StoreError {
        defer { unsafe PQclear(result) }
        guard let result = unsafe result, let state = unsafe PQresultErrorField(result, CInt(UInt8(ascii: "C"))) else {
            return lost()
        }
        let words = unsafe PQresultErrorField(result, CInt(UInt8(ascii: "M"))).map { unsafe String(cString: $0) }
        return StoreError(sqlState: unsafe String(cString: state), message: words ?? "no message")
    }

    private borrowing func lost() -> StoreError {
        let words = unsafe String(cString: PQerrorMessage(handle)).trimmingLineEnds
        return StoreError(isAlive ? .other : .connectionLost, cause: words.isEmpty ? "the connection broke" : words)
    }
}

/// How a transaction sees the store.
enum TransactionMode: String {
    case readWrite = "BEGIN ISOLATION LEVEL READ COMMITTED"
    /// Everything that is read belongs to one moment.
    case snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
}

extension String {
    /// The string on one line, without a line end behind it.
    var trimmingLineEnds: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
