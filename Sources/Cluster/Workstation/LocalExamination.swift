public import CaseStore
public import Logging

/// The examination of some images on this machine, from their registration to the last finding: what `examine` does.
/// What was begun before goes on; what was done before is not done again.
public struct LocalExamination: Sendable {
    public struct Request: Hashable, Sendable {
        public var intake: Intake.Request
        public var workerCount: Int

        public init(intake: Intake.Request, workerCount: Int) {
            self.intake = intake
            self.workerCount = workerCount
        }
    }

    /// What happens on the way.
    public enum Event: Sendable {
        case intake(Intake.Event)
        /// How far all exhibits are, added up.
        case progress(Progress)
    }

    /// What an examination took.
    public struct Outcome: Hashable, Sendable {
        public var exhibits: [ExhibitID]
        /// From the registration to the last finding.
        public var duration: Duration
        /// From the registration to when the first hit could be queried.
        public var timeToFirstHit: Duration?
        /// Whether anything was left to be examined.
        public var hadWork: Bool
    }

    let store: CaseStore
    let address: String
    let dataFolder: String
    let executable: String
    let workerArguments: [String]
    let roleArguments: [String]
    let leaseTerm: Duration
    let logger: Logger

    /// - Parameters:
    ///   - address: the store's database, for the coordinator.
    ///   - dataFolder: where hash-set indexes and sockets lie.
    public init(
        store: CaseStore, address: String, dataFolder: String, executable: String, workerArguments: [String] = [],
        roleArguments: [String] = [], leaseTerm: Duration = .seconds(15), logger: Logger
    ) {
        self.store = store
        self.address = address
        self.dataFolder = dataFolder
        self.executable = executable
        self.workerArguments = workerArguments
        self.roleArguments = roleArguments
        self.leaseTerm = leaseTerm
        self.logger = logger
    }

    /// Registers, examines, and waits for the end.
    /// - Throws: `EvidenceError` or `HashSetError` for what is refused, before anything is examined; `StoreError`.
    public func run(_ request: Request, tell: @escaping @Sendable (Event) -> Void) async throws -> Outcome {
        let intake = Intake(store: store, dataFolder: dataFolder, isExaminedHere: true)
        let hashSets = try await intake.hashSets(of: request.intake) { tell(.intake($0)) }
        let begun = ContinuousClock.now
        let registrations = try intake.look(at: request.intake, matching: hashSets)
        try await openCase(request.intake.caseReference)
        let exhibits = try await intake.register(registrations, of: request.intake) { tell(.intake($0)) }
        let workstation = Workstation(
            store: store,
            options: .init(
                executable: executable, databaseAddress: address, hashSetFolder: intake.registry.folder,
                runFolder: try RunFolder.make(for: dataFolder), workerCount: request.workerCount,
                workerArguments: workerArguments, roleArguments: roleArguments, leaseTerm: leaseTerm), logger: logger)
        let clock = FirstHit()
        var outcome = Outcome(exhibits: exhibits, duration: .zero, hadWork: true)
        if try await isFinished(exhibits) {
            outcome.hadWork = false
            return outcome
        }
        try await workstation.examine(exhibits) { all in
            let total = all.reduce(Progress(), +)
            if total.hits > 0 { clock.note(ContinuousClock.now - begun) }
            tell(.progress(total))
        }
        outcome.duration = ContinuousClock.now - begun
        outcome.timeToFirstHit = clock.duration
        return outcome
    }

    @inline(never)
    private func isFinished(_ exhibits: [ExhibitID]) async throws -> Bool {
        for exhibit in exhibits where try await store.exhibit(exhibit).state != .done { return false }
        return true
    }

    @inline(never)
    private func openCase(_ reference: String) async throws {
        let made = try await store.createCase(reference)
        if made.isNew { logger.info("Made a case.", metadata: ["case": "\(reference)"]) }
    }
}
