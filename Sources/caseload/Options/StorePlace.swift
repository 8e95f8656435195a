import Configuration
import Foundation
import PrivateStore
import Reporting
import struct SystemPackage.FilePath

/// What the command line, the environment and the configuration files say of the store, in this order: the first that
/// names a database or a data folder decides.
struct StorePlace {
    /// A libpq connection string; nil for the private store of the data folder.
    let database: String?
    let dataFolder: String

    init(database: String?, data: String?) async throws {
        var place: (database: String?, data: String?) = (database, data)
        for level in try await Self.levels() where place == (nil, nil) {
            place = (level.string(forKey: "database", isSecret: true), level.string(forKey: "data"))
            // A variable that is set to nothing says nothing.
            if place.database?.isEmpty == true { place.database = nil }
            if place.data?.isEmpty == true { place.data = nil }
        }
        self.database = place.database
        dataFolder = place.data.map(AbsolutePath.of) ?? PrivateStore.defaultDataFolder
    }

    private static func levels() async throws -> [ConfigReader] {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "caseload")
        var levels = [ConfigReader(provider: environment)]
        for path in files {
            let file = ConfigurationFile(path: path)
            try file.check()
            do {
                levels.append(
                    ConfigReader(
                        provider: try await FileProvider<JSONSnapshot>(filePath: FilePath(path), allowMissing: true)))
            } catch { throw file.error("it is no JSON object that can be read") }
        }
        return levels
    }

    /// The user's file before the machine's (XDG Base Directory Specification).
    private static var files: [String] {
        let configured = ProcessInfo.processInfo.environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return [configured ?? NSHomeDirectory() + "/.config", "/etc"].map { $0 + "/caseload/caseload.json" }
    }
}
