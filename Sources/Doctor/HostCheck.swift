internal import Authority
internal import Foundation
internal import PrivateStore
internal import Processes

/// A look at this host for what one role needs of it. It changes nothing.
public struct HostCheck: Sendable {
    public struct Place: Hashable, Sendable {
        public var host: String
        public var port: Int

        public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
    }

    public var role: HostRole
    /// The folder of its certificate.
    public var identityFolder: String?
    /// A libpq connection string.
    public var databaseAddress: String?
    /// Where it would listen, by what for.
    public var listening: [String: Place] = [:]
    public var coordinators: [Place] = []
    public var evidenceFolders: [String] = []
    /// What grows, by what it is.
    public var growing: [String: String] = [:]
    public var examinerCount: Int
    /// How much each examiner may hold, in MiB.
    public var memory: Int

    public init(role: HostRole, examinerCount: Int, memory: Int) {
        (self.role, self.examinerCount, self.memory) = (role, examinerCount, memory)
    }

    /// Looks at everything, in an order that a person would follow.
    /// - Parameter examiner: starts one and tells what it says of itself; throws when it is never ready.
    public func look(tryingExaminer examiner: () async throws -> [String: String]) async -> [Diagnosis] {
        var all: [Diagnosis] = []
        if role != .coordinator { all += Kernel.look().diagnoses + [await Examiner.look(examiner).diagnosis] }
        let limits = Limits.look(examiners: role == .coordinator ? 0 : examinerCount, mebibytes: memory)
        all += limits.diagnoses
        let database = await sightOfDatabase()
        all += Clock.look(lead: database?.lead).diagnoses
        all += role == .worker ? [] : diagnoses(of: database)
        all += diagnosesOfNetwork()
        all += diagnosesOfFolders()
        return all
    }

    private func sightOfDatabase() async -> DatabaseSight? {
        guard let databaseAddress else { return nil }
        return await DatabaseSight.look(at: databaseAddress)
    }

    private func diagnoses(of database: DatabaseSight?) -> [Diagnosis] {
        if let database { return database.diagnoses }
        if role == .workstation { return [PostgresPrograms.look().diagnosis] }
        return [.unseen("database", without: "--database-file")]
    }

    private func diagnosesOfNetwork() -> [Diagnosis] {
        guard role != .workstation else { return [] }
        var all = [
            identityFolder.map { Identity.look(in: $0, as: role.member, at: Date()).diagnosis }
                ?? .unseen("certificate", without: "--identity")
        ]
        all += listening.sorted { $0.key < $1.key }.map { subject, place in
            Port.look(toListenAt: place.host, port: place.port).diagnosis(ofListening: subject)
        }
        all += coordinators.map { Port.look(toReach: $0.host, port: $0.port).diagnosisOfReaching }
        if role == .worker, coordinators.isEmpty { all.append(.unseen("coordinators", without: "--coordinator")) }
        return all
    }

    private func diagnosesOfFolders() -> [Diagnosis] {
        let table = MountTable.ofThisHost()
        var all = evidenceFolders.map { Mount.look(at: $0, in: table).diagnosis }
        if role != .coordinator, evidenceFolders.isEmpty { all.append(.unseen("evidence", without: "--evidence-root")) }
        return all + growing.sorted { $0.key < $1.key }.map { Space.look($0.key, at: $0.value).diagnosis }
    }
}

extension HostRole {
    fileprivate var member: MemberRole { self == .coordinator ? .coordinator : .worker }
}
