public import CaseStore
public import Findings
public import HashSets

/// How images become exhibits: hash sets are imported, images looked at from outside, then registered. Everything that can
/// be refused without the store is refused before anything is registered.
public struct Intake: Sendable {
    public struct Request: Hashable, Sendable {
        public var caseReference: String
        /// Absolute paths, each with the reference that its exhibit gets.
        public var images: [Image]
        public var hashSets: [HashSetFile]
        public var policy: Registration.VerificationPolicy
        /// Digests that the investigator states of the device; they go with a single image.
        public var acquisition: [StoredDigest]
        /// Examines again what has been examined before.
        public var isAnew: Bool

        public init(
            caseReference: String, images: [Image], hashSets: [HashSetFile], policy: Registration.VerificationPolicy,
            acquisition: [StoredDigest], isAnew: Bool
        ) {
            self.caseReference = caseReference
            self.images = images
            self.hashSets = hashSets
            self.policy = policy
            self.acquisition = acquisition
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
    }

    let store: CaseStore
    let registry: HashSetRegistry
    let isExaminedHere: Bool

    /// - Parameters:
    ///   - dataFolder: where hash-set indexes lie.
    ///   - isExaminedHere: whether the indexes of that folder are those that are matched against; else other hosts have
    ///     them, too, and nobody can tell from here whether they are sound.
    public init(store: CaseStore, dataFolder: String, isExaminedHere: Bool) {
        self.store = store
        self.isExaminedHere = isExaminedHere
        registry = HashSetRegistry(store: store, folder: HashSetRegistry.folder(in: dataFolder))
    }

    /// Imports the request's hash sets.
    /// - Returns: the SHA-256 of each index to match against; those that are matched here are all sound.
    @inline(never)
    public func hashSets(
        of request: Request, tell: @escaping @Sendable (Event) -> Void
    ) async throws -> [[UInt8]] {
        var imported: Set<[UInt8]> = []
        for file in request.hashSets {
            let report = try await registry.add(
                file.path, named: nil, version: nil, category: file.category, format: nil, isReusing: true
            ) { tell(.importing(file, $0)) }
            tell(.imported(file, report))
            if let sha256 = Hexadecimal.bytes(report.sha256) { imported.insert(sha256) }
        }
        return isExaminedHere ? try await registry.activeAndSound(besides: imported) : try await registry.active()
    }

    /// Looks at all images from outside, before any is registered: a mistyped name must not leave half a case behind.
    /// - Throws: `EvidenceError` or `SameImage` for what is refused.
    public func look(at request: Request, matching hashSets: [[UInt8]]) throws -> [Registration] {
        let registrations = try request.images.map { image in
            try Registration(
                path: image.path, reference: image.reference, policy: request.policy,
                acquisition: request.acquisition, hashSets: hashSets)
        }
        if let error = SameImage(among: registrations) { throw error }
        return registrations
    }

    /// Registers images that were looked at, in a case that is there and open. One that is registered already goes on as
    /// it was begun, unless it is to be examined anew.
    /// - Throws: `ExaminedOtherwise` for one that was registered with other options; `StoreError`.
    @inline(never)  // Inlined into an examination, it crashes the optimiser of Swift 6.3.1 (CoroSplit).
    public func register(
        _ registrations: [Registration], of request: Request, tell: @Sendable (Event) -> Void
    ) async throws -> [ExhibitID] {
        var exhibits: [ExhibitID] = []
        for (image, registration) in zip(request.images, registrations) {
            let added = try await store.addExhibit(
                registration.exhibit, to: request.caseReference, survey: registration.survey)
            if !added.isNew { try await goOn(added.id, registration, isAnew: request.isAnew) }
            tell(.registered(image, isNew: added.isNew))
            exhibits.append(added.id)
        }
        return exhibits
    }

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
