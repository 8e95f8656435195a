/// Whether servers that have worked as recorded suffice for so many devices a day, and what keeps them from more.
public struct CapacityPlan: Hashable, Sendable {
    public let work: RecordedWork
    public let devicesPerDay: Double
    /// How large a device is; nil where nobody said so and nothing is recorded.
    public let bytesPerDevice: Double?

    /// - Parameter bytesPerDevice: nil for the mean of what was examined.
    public init(of work: RecordedWork, devicesPerDay: Double, bytesPerDevice: Int64? = nil) {
        self.work = work
        self.devicesPerDay = devicesPerDay
        let mean = work.exhibitCount > 0 ? Double(work.deviceByteCount) / Double(work.exhibitCount) : nil
        self.bytesPerDevice = bytesPerDevice.map(Double.init) ?? mean
    }

    public enum Verdict: Hashable, Sendable {
        case suffices
        /// All would be examined, but whatever comes at once would wait.
        case withoutReserve
        case tooFew
        /// Too little is recorded.
        case unknown
    }

    public enum Bottleneck: String, Hashable, Sendable, CaseIterable {
        /// The examiners: more of them do more.
        case examining
        /// The store, on which examiners wait to land their findings: more of them wait longer.
        case landing
        /// The examiners had no work for most of the time.
        case idle
    }

    /// How much of the day examiners may be busy so that what comes at once does not wait for hours.
    public static let target = 0.8
    /// From this part of the examiners' working time on, waiting for the store is what there is to mend.
    static let landingLimit = 0.3
    /// From this part of the examiners' whole time on, there is too little work.
    static let idleLimit = 0.5

    /// How long one examiner works on one device, in seconds: what its content took on average, of all that lies on a
    /// device of that size. Nil where too little is recorded.
    public var examinerSecondsPerDevice: Double? {
        guard work.isEnough, let bytesPerDevice else { return nil }
        let contents = bytesPerDevice * Double(work.readByteCount) / Double(work.deviceByteCount)
        return contents * work.workingSeconds / Double(work.contentByteCount)
    }

    /// The part of the day that the examiners would be busy; more than 1 where they cannot keep up.
    public var load: Double? {
        examinerSecondsPerDevice.map { devicesPerDay * $0 / (Self.secondsPerDay * Double(work.examinerCount)) }
    }

    /// How many devices a day these servers can examine with some reserve.
    public var capacityPerDay: Double? {
        examinerSecondsPerDevice.map { Self.target * Self.secondsPerDay * Double(work.examinerCount) / $0 }
    }

    /// How many examiners it takes, with the same reserve.
    public var examinersNeeded: Int64? {
        guard let examinerSecondsPerDevice else { return nil }
        let needed = devicesPerDay * examinerSecondsPerDevice / (Self.secondsPerDay * Self.target)
        return Int64(exactly: max(1, needed.rounded(.up)))
    }

    /// How many workers with as many examiners as those that are there.
    public var workersNeeded: Int64? {
        guard let examinersNeeded, work.workerCount > 0, work.examinerCount > 0 else { return nil }
        let perWorker = Double(work.examinerCount) / Double(work.workerCount)
        return Int64(exactly: (Double(examinersNeeded) / perWorker).rounded(.up))
    }

    public var verdict: Verdict {
        guard let load else { return .unknown }
        if load <= Self.target { return .suffices }
        return load <= 1 ? .withoutReserve : .tooFew
    }

    /// What kept the servers from more in the time that is recorded.
    public var bottleneck: Bottleneck? {
        guard work.isEnough, let shares = work.shares else { return nil }
        if work.landingSeconds >= Self.landingLimit * work.workingSeconds { return .landing }
        return shares.idle >= Self.idleLimit ? .idle : .examining
    }

    private static let secondsPerDay = 86_400.0
}
