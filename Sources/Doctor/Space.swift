internal import Processes
internal import Reporting

/// The room that is left where something grows.
struct Space: Hashable {
    let subject: String
    let path: String
    /// nil where the folder cannot be looked at.
    var room: DiskRoom?

    /// Less is too little to begin with, …
    static let least: Int64 = 1 << 30
    /// … and a smaller share will not last.
    static let share = 0.1

    static func look(_ subject: String, at path: String) -> Space {
        Space(subject: subject, path: path, room: DiskRoom(at: path))
    }

    var diagnosis: Diagnosis {
        guard let room else {
            return Diagnosis(
                subject, .wrong, "\(path) cannot be looked at",
                remedy: "Make the folder, and give it to the user that the process runs as.")
        }
        let words = "\(Human.bytes(room.freeByteCount)) of \(Human.bytes(room.totalByteCount)) are free in \(path)"
        guard room.isWritable else {
            return Diagnosis(
                subject, .wrong, "\(path) cannot be written to",
                remedy: "Give it to the user that the process runs as: chown caseload \(path)")
        }
        if room.freeByteCount < Self.least {
            return Diagnosis(subject, .wrong, words, remedy: "Free at least \(Human.bytes(Self.least)) there.")
        }
        guard Double(room.freeByteCount) < Double(room.totalByteCount) * Self.share else {
            return .sound(subject, words)
        }
        return Diagnosis(subject, .doubtful, words, remedy: "Free some, before it runs out at night.")
    }
}
