internal import PrivateStore

/// The programs of which a private store's server is made.
struct PostgresPrograms: Hashable {
    /// Their major version; nil where none is installed that is new enough.
    var majorVersion: Int?

    static func look() -> PostgresPrograms { PostgresPrograms(majorVersion: PrivateStore.installedMajorVersion) }

    var diagnosis: Diagnosis {
        guard let majorVersion else {
            return Diagnosis(
                "PostgreSQL's programs", .wrong, "initdb and postgres of version 15 or newer are not installed",
                remedy: "apt-get install postgresql")
        }
        return .sound("PostgreSQL's programs", "version \(majorVersion)")
    }
}
