import Configuration
import Foundation
import struct SystemPackage.FilePath

/// What the environment and the configuration files say, in this order: the user's file before the machine's (XDG Base
/// Directory Specification).
struct Settings {
    /// One of the places where settings stand.
    struct Level {
        fileprivate let reader: ConfigReader

        /// nil where the place does not say. A variable that is set to nothing says nothing.
        func text(_ setting: Setting) -> String? {
            let text = reader.string(forKey: .init(setting.rawValue), isSecret: setting == .database)
            return text?.isEmpty == true ? nil : text
        }
    }

    let levels: [Level]

    /// - Throws: `CommandError` for a file that is there and cannot be understood whole.
    init() async throws {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "caseload")
        var readers = [ConfigReader(provider: environment)]
        for path in Self.files {
            let file = ConfigurationFile(path: path)
            try file.check()
            do {
                readers.append(
                    ConfigReader(
                        provider: try await FileProvider<JSONSnapshot>(filePath: FilePath(path), allowMissing: true)))
            } catch { throw file.error("it is no JSON object that can be read") }
        }
        levels = readers.map(Level.init)
    }

    /// What the first place says that says something.
    func text(_ setting: Setting) -> String? { levels.lazy.compactMap { $0.text(setting) }.first }

    private static var files: [String] {
        let configured = ProcessInfo.processInfo.environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return [configured ?? NSHomeDirectory() + "/.config", "/etc"].map { $0 + "/caseload/caseload.json" }
    }
}

/// What can be set: in a file under this name, in the environment as `CASELOAD_` and the name in capitals.
enum Setting: String, CaseIterable {
    case database
    case data
    case logLevel = "log-level"
    case logFormat = "log-format"
}
