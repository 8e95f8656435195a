/// Whether a coordinator can do its work: its database answers, and its tables are those that this program speaks. A rule:
/// it is told the time.
struct DatabaseStanding: Sendable {
    /// The coordinator itself asks twice a second. A database that is silent for longer hangs.
    static let patience: Duration = .seconds(10)

    private var lastAnswer: ContinuousClock.Instant?
    private var isAway = false
    private var strangeSchema: Int32?
    private var isEnding = false

    mutating func answer(at now: ContinuousClock.Instant) { (lastAnswer, isAway) = (now, false) }

    mutating func fail() { isAway = true }

    /// - Parameter strange: the version of tables that this program does not speak; nil when it does.
    mutating func note(schema strange: Int32?) { strangeSchema = strange }

    mutating func end() { isEnding = true }

    /// Why it cannot, in a few words; nil when it can.
    func reasonNotReady(at now: ContinuousClock.Instant) -> String? {
        if isEnding { return "it is ending" }
        if isAway { return "the database does not answer" }
        guard let lastAnswer else { return "the database has not answered yet" }
        guard now - lastAnswer <= Self.patience else { return "the database has been silent for too long" }
        return strangeSchema.map { "the database has schema version \($0), which this version does not speak" }
    }
}
