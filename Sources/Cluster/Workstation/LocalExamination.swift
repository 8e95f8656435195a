public import CaseStore
public import Findings
public import HashSets
public import Logging

/// The examination of some images on this machine, from their registration to the last finding: what `examine` does.
/// What was begun before goes on; what was done before is not done again.
public struct LocalExamination: Sendable {
    public struct Request: Hashable, Sendable {
        public var caseReference: String
        /// Absolute paths, each with the reference that its exhibit gets.
        public var images: [Image]
        public var hashSets: [HashSetFile]
        public var policy: Registration.VerificationPolicy
        /// Digests that the investigator states of the device; they go with a single image.
        public var acquisition: [StoredDigest]
        public var workerCount: Int
        /// Examines again what has been examined before.
        public var isAnew: Bool

        public init(
            caseReference: String, images: [Image], hashSets: [HashSetFile], policy: Registration.VerificationPolicy,
            acquisition: [StoredDigest], workerCount: Int, isAnew: Bool
        ) {
            self.caseReference = caseReference
            self.images = images
            self.hashSets = hashSets
            self.policy = policy
            self.acquisition = acquisition
            self.workerCount = workerCount
            self.isAnew = isAnew
        }
    }

    public struct Image: Hashable, Sendable {
        public var path: String
        public var reference: String

        public init(path: String, reference: String) {
            self.path = path
            self.reference = reference
        }
    }

    public struct HashSetFile: Hashable, Sendable {
        public var path: String
        public var category: String?

        public init(path: String, category: String?) {
            self.path = path
            self.category = category
        }
    }

    /// What happens on the way.
    public enum Event: Sendable {
        case importing(HashSetFile, ImportProgress)
        case imported(HashSetFile, ImportReport)
        case registered(Image, isNew: Bool)
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
        let registry = HashSetRegistry(store: store, folder: HashSetRegistry.folder(in: dataFolder))
        let hashSets = try await hashSets(of: request, in: registry, tell: tell)
        let begun = ContinuousClock.now
        let registrations = try registrations(for: request, hashSets: hashSets)
        try await openCase(request.caseReference)
        var exhibits: [ExhibitID] = []
        for index in registrations.indices {
            let (id, isNew) = try await register(registrations[index], of: request)
            tell(.registered(request.images[index], isNew: isNew))
            exhibits.append(id)
        }
        let workstation = Workstation(
            store: store,
            options: .init(
                executable: executable, databaseAddress: address, hashSetFolder: registry.folder,
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

    /// Imports the request's hash sets.
    /// - Returns: the SHA-256 of each index to match against, all of them sound.
    @inline(never)
    private func hashSets(
        of request: Request, in registry: HashSetRegistry, tell: @escaping @Sendable (Event) -> Void
    ) async throws -> [[UInt8]] {
        var imported: Set<[UInt8]> = []
        for file in request.hashSets {
            let report = try await registry.add(
                file.path, named: nil, version: nil, category: file.category, format: nil, isReusing: true
            ) { tell(.importing(file, $0)) }
            tell(.imported(file, report))
            if let sha256 = Hexadecimal.bytes(report.sha256) { imported.insert(sha256) }
        }
        return try await registry.activeAndSound(besides: imported)
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

    /// All images are looked at before any is registered: a mistyped name must not leave half a case behind.
    private func registrations(for request: Request, hashSets: [[UInt8]]) throws -> [Registration] {
        let registrations = try request.images.map { image in
            try Registration(
                path: image.path, reference: image.reference, policy: request.policy,
                acquisition: request.acquisition, hashSets: hashSets)
        }
        if let error = SameImage(among: registrations) { throw error }
        return registrations
    }

    @inline(never)  // Inlined into `run`, it crashes the optimiser of Swift 6.3.1 (CoroSplit).
    private func register(
        _ registration: Registration, of request: Request
    ) async throws -> (id: ExhibitID, isNew: Bool) {
        let added = try await store.addExhibit(
            registration.exhibit, to: request.caseReference, survey: registration.survey)
        if !added.isNew { try await goOn(added.id, registration, isAnew: request.isAnew) }
        return added
    }

    /// An exhibit that is known goes on as it was begun, unless it is to be examined anew.
    private func goOn(_ id: ExhibitID, _ registration: Registration, isAnew: Bool) async throws {
        if isAnew {
            try await store.reopen(id, as: registration.exhibit, survey: registration.survey)
            return
        }
        let known = try await store.exhibit(id)
        if let error = ExaminedOtherwise(known, than: registration.exhibit, of: try await store.hashSets()) {
            throw error
        }
    }
}
