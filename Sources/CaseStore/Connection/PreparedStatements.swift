/// Which statements a connection's server keeps. It belongs to one connection, which one task at a time uses.
final class PreparedStatements {
    private var kept: Set<String> = []
    /// How often each was forgotten.
    private var losses: [String: Int] = [:]

    /// Under which name: always another after it was forgotten, because the server may still have something under the last.
    func name(of statement: Statement) -> String { "\(statement.name)-\(losses[statement.name, default: 0])" }

    func isKept(_ statement: Statement) -> Bool { kept.contains(statement.name) }

    func keep(_ statement: Statement) { kept.insert(statement.name) }

    func forget(_ statement: Statement) {
        guard kept.remove(statement.name) != nil else { return }
        losses[statement.name, default: 0] += 1
    }
}
