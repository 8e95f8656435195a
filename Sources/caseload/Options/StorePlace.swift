import PrivateStore

/// What the command line, the environment and the configuration files say of the store, in this order: the first that
/// names a database or a data folder decides.
struct StorePlace {
    /// A libpq connection string; nil for the private store of the data folder.
    let database: String?
    let dataFolder: String

    init(database: String?, data: String?) async throws {
        var place: (database: String?, data: String?) = (database, data)
        for level in try await Settings().levels where place == (nil, nil) {
            place = (level.text(.database), level.text(.data))
        }
        self.database = place.database
        dataFolder = place.data.map(AbsolutePath.of) ?? PrivateStore.defaultDataFolder
    }
}
