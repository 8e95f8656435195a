internal import class Foundation.ProcessInfo
internal import Subprocess

extension Environment {
    /// This process's environment without what leads to a database or opens it (libpq's `PG…`, and where Caseload's own
    /// is): for workers and examiners, which have no business there.
    static var withoutDatabase: Environment {
        let names = ProcessInfo.processInfo.environment.keys.filter {
            $0.hasPrefix("PG") || $0.hasPrefix("CASELOAD_DATABASE")
        }
        return .inherit.updating(Dictionary(uniqueKeysWithValues: names.map { (Key(stringLiteral: $0), nil) }))
    }
}
