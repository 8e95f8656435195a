internal import CaseStore
internal import Foundation

/// A database as a coordinator would find it.
struct DatabaseSight: Hashable {
    enum Seen: Hashable {
        case refused(StoreError)
        case there(DatabaseServer, Schema)
    }

    var seen: Seen
    /// How far this host's clock is before the database's, in seconds; nil where there is none.
    var lead: Double?

    static let oldestMajorVersion = 15
    /// A coordinator holds four, and people and backups some.
    static let connections = 20

    static func look(at address: String) async -> DatabaseSight {
        do throws(StoreError) {
            let before = Date()
            let server = try await CaseStore.server(at: address)
            let after = Date()
            let schema = try await CaseStore.schema(at: address)
            // The answer was given somewhere in between.
            let middle = before.addingTimeInterval(after.timeIntervalSince(before) / 2)
            return DatabaseSight(seen: .there(server, schema), lead: middle.timeIntervalSince(server.now))
        } catch { return DatabaseSight(seen: .refused(error)) }
    }

    var diagnoses: [Diagnosis] {
        switch seen {
        case .refused(let error):
            [Diagnosis("database", .wrong, error.cause, remedy: error.remedy.isEmpty ? nil : error.remedy)]
        case .there(let server, let schema): [version(of: server), tables(schema), connections(of: server)]
        }
    }

    private func version(of server: DatabaseServer) -> Diagnosis {
        let words = "PostgreSQL \(server.majorVersion)"
        guard server.majorVersion < Self.oldestMajorVersion else { return .sound("database", words) }
        return Diagnosis("database", .wrong, words, remedy: "Use PostgreSQL \(Self.oldestMajorVersion) or newer.")
    }

    private func tables(_ schema: Schema) -> Diagnosis {
        do throws(StoreError) {
            try schema.check()
            return .sound("schema", "version \(schema.version)")
        } catch { return Diagnosis("schema", .wrong, error.cause, remedy: error.remedy) }
    }

    private func connections(of server: DatabaseServer) -> Diagnosis {
        let left = server.connectionLimit - server.connectionCount
        let words = "\(left) of \(server.connectionLimit) connections are free"
        guard left < Self.connections else { return .sound("connections", words) }
        return Diagnosis("connections", .doubtful, words, remedy: "Raise max_connections in postgresql.conf.")
    }
}
