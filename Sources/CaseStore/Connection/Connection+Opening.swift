internal import CPostgres
internal import Glibc

extension Connection {
    /// Connects by a libpq connection string (`postgresql://…` or `host=… dbname=…`).
    /// - Parameter patience: how long the server may take to answer, in milliseconds.
    init(to address: String, patience: Int32 = 10_000) throws(StoreError) {
        _ = try Self.options(of: address)
        guard let handle = unsafe Self.begin(address) else { throw StoreError(.other, cause: "out of memory") }
        do {
            _ = unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)  // the only way to the SQLSTATE of a refusal
            try unsafe Self.complete(handle, patience: patience)
        } catch {
            unsafe PQfinish(handle)
            throw error
        }
        _ = unsafe PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        unsafe self.init(taking: handle)
    }

    /// Makes results independent of the server's and the user's settings. A process that is stopped, or whose machine
    /// is gone, holds its locks for a minute and no longer.
    borrowing func prepare() throws(StoreError) {
        try run(
            script: """
                SET TimeZone = 'UTC'; SET client_min_messages = error; SET jit = off; SET lock_timeout = '60s';
                SET idle_in_transaction_session_timeout = '60s'
                """)
    }

    /// A server whose machine is gone is noticed within a minute or so, not in hours (tcp(7)).
    private static let goneServer = [
        ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "60000"),
    ]

    private static func begin(_ address: String) -> OpaquePointer? {
        // What comes before the address, it may say otherwise.
        let settings: [(String, String)] =
            goneServer + [
                ("dbname", address), ("fallback_application_name", "caseload"), ("client_encoding", "UTF8"),
            ]
        var keywords = unsafe settings.map { unsafe UnsafePointer(strdup($0.0)) }
        var values = unsafe settings.map { unsafe UnsafePointer(strdup($0.1)) }
        defer { unsafe (keywords + values).forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
        unsafe keywords.append(nil)
        unsafe values.append(nil)
        return unsafe PQconnectStartParams(keywords, values, 1)
    }

    private static func complete(_ handle: OpaquePointer, patience: Int32) throws(StoreError) {
        var wanted = PGRES_POLLING_WRITING
        guard unsafe PQstatus(handle) != CONNECTION_BAD else { throw unsafe refusal(of: handle) }
        while wanted != PGRES_POLLING_OK {
            let events = Int16(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT)
            var waiting = unsafe pollfd(fd: PQsocket(handle), events: events, revents: 0)
            switch unsafe poll(&waiting, 1, patience) {
            case 0: throw StoreError(.unreachable, cause: "the database server does not answer")
            case -1 where errno != EINTR: throw StoreError(.unreachable, cause: unsafe String(cString: strerror(errno)))
            default: wanted = unsafe PQconnectPoll(handle)
            }
            guard wanted != PGRES_POLLING_FAILED else { throw unsafe refusal(of: handle) }
        }
    }

    /// What was said while connecting: `FATAL:  28P01: password authentication failed …`, the first word in the server's
    /// language; or libpq's own words.
    private static func refusal(of handle: OpaquePointer) -> StoreError {
        let message = unsafe String(cString: PQerrorMessage(handle))
        let words = message.trimmingLineEnds.components(before: "LOCATION:")
        // Every SQLSTATE holds a digit.
        guard let found = message.firstMatch(of: #/: +(?=[A-Z]*[0-9])([0-9A-Z]{5}): ([^\n]*)/#) else {
            // The server asks for a password, and there is none: libpq itself says so, without the server's word.
            return StoreError(words.contains("no password supplied") ? .accessDenied : .unreachable, cause: words)
        }
        return StoreError(sqlState: String(found.1), message: String(found.2))
    }
}

extension String {
    /// What stands before `mark`, without the spaces at its end; everything where it is missing.
    fileprivate func components(before mark: String) -> String {
        let kept = firstRange(of: mark).map { self[..<$0.lowerBound] } ?? self[...]
        return String(kept.reversed().drop(while: \.isWhitespace).reversed())
    }
}
