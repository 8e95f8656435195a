/// An examiner that was started on trial: it has confined itself, and its digests are right on known answers.
struct Examiner: Hashable {
    /// The libraries that it works with, by name; nil where it was never ready.
    var libraries: [String: String]?
    var trouble = ""

    static func look(_ start: () async throws -> [String: String]) async -> Examiner {
        do { return Examiner(libraries: try await start()) } catch { return Examiner(trouble: "\(error)") }
    }

    var diagnosis: Diagnosis {
        guard let libraries else {
            return Diagnosis(
                "examiner", .wrong, trouble,
                remedy:
                    "Look at what it said before, and whether the unit or the container forbids seccomp or landlock calls."
            )
        }
        let words = libraries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return .sound("examiner", "confined, and its digests are right (\(words))")
    }
}
