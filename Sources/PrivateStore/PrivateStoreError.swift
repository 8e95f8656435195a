/// Why a private store cannot be had: what, where, in whose words, and what to do.
public struct PrivateStoreError: Error, Hashable, Codable, CustomStringConvertible {
    public let reason: Reason
    /// The file, folder or program that it is about.
    public let subject: String
    /// What the operating system or PostgreSQL said.
    public let cause: String

    public init(_ reason: Reason, subject: String, cause: String) {
        (self.reason, self.subject, self.cause) = (reason, subject, cause)
    }

    public enum Reason: String, Hashable, Sendable, Codable {
        /// PostgreSQL's server programs are not installed, or too old.
        case missingPrograms
        /// The folder was made by another major version of PostgreSQL.
        case otherVersion
        /// Another server, not started by Caseload, uses the folder.
        case inUse
        /// The folder belongs to another user.
        case foreignOwner
        /// The user as whom PostgreSQL runs cannot reach the folder.
        case unreachableFolder
        case diskFull
        /// The operating system refused a file or a folder.
        case fileSystem
        /// PostgreSQL did not start, or its folder could not be made.
        case serverFailed
        /// The keeper process ended without a word.
        case keeperFailed
    }

    public var description: String { "\(subject): \(cause). \(remedy)" }

    private var remedy: String {
        switch reason {
        case .missingPrograms: "Install PostgreSQL 15 or newer (Debian: apt-get install postgresql)."
        case .otherVersion: "Install that version of PostgreSQL's server, or use another data folder."
        case .inUse: "Stop that server, or use another data folder."
        case .foreignOwner: "Run as that user, or use another data folder."
        case .unreachableFolder: "Let the user enter it (chmod o+x), or use another data folder."
        case .diskFull: "Free space on its disk, or use a data folder on another one."
        case .fileSystem: "Check its permissions, or use another data folder."
        case .serverFailed, .keeperFailed: "The data folder's postgres.log tells more."
        }
    }
}

extension PrivateStoreError {
    /// An error for what the operating system refused, by its number.
    init(system code: Int32, subject: String) {
        self.init(
            code == SystemCall.noSpace ? .diskFull : .fileSystem, subject: subject, cause: SystemCall.words(for: code))
    }
}
