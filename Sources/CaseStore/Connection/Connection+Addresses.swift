internal import CPostgres

extension Connection {
    /// The options of a connection string that are set, by libpq's keywords.
    /// - Throws: `invalidAddress`, without repeating any of it: it may hold a password.
    static func options(of address: String) throws(StoreError) -> [String: String] {
        guard let parsed = unsafe PQconninfoParse(address, nil) else {
            throw StoreError(.invalidAddress, cause: "the database's address cannot be parsed")
        }
        defer { unsafe PQconninfoFree(parsed) }
        var (option, options): (UnsafeMutablePointer<PQconninfoOption>, [String: String]) = unsafe (parsed, [:])
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe options[String(cString: keyword)] = String(cString: value)
            }
            unsafe option += 1
        }
        try refuseMisread(options)
        return options
    }

    /// A password with a character that has a meaning in an address is taken for a host, a port or a database, and
    /// libpq would complain of it by name.
    private static func refuseMisread(_ options: [String: String]) throws(StoreError) {
        let isPort = options["port"].map { $0.allSatisfy { $0.isASCII && $0.isNumber || $0 == "," } } ?? true
        let isMisread = ["host", "dbname"].contains { options[$0]?.contains("@") == true }
        guard isPort, !isMisread else {
            throw StoreError(
                .invalidAddress,
                cause: "the database's address cannot be parsed; in a password, @ is written %40 and / is written %2F")
        }
    }

    /// The database that a connection string names.
    static func databaseName(in address: String) throws(StoreError) -> String {
        guard let name = try options(of: address)["dbname"] else {
            throw StoreError(.invalidAddress, cause: "the database's address names no database")
        }
        return name
    }

    /// The same server's database `postgres`, from which another can be made.
    static func maintenanceAddress(for address: String) throws(StoreError) -> String {
        var options = try options(of: address)
        options["dbname"] = "postgres"
        return options.map { "\($0)=\(quote(setting: $1))" }.joined(separator: " ")
    }

    /// A name as SQL takes it in double quotes.
    static func quote(identifier name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A value as a connection string takes it in single quotes (libpq manual, "Keyword/Value Connection Strings").
    private static func quote(setting value: String) -> String {
        "'" + value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] } + "'"
    }
}
