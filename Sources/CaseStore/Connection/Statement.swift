/// A statement that connections run again and again, under a name of its own. There are as many as the program has: what
/// they take in the server is bounded.
struct Statement: Sendable {
    let name: String
    let sql: String

    init(_ name: String, _ sql: String) { (self.name, self.sql) = (name, sql) }
}
