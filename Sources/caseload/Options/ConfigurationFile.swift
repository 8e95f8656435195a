import Foundation
import Reporting

/// A file of settings. What it says and nobody would understand is an error: a store that is looked for elsewhere than
/// its owner believes would look empty.
struct ConfigurationFile {
    let path: String

    /// - Throws: `CommandError` when the file is there and cannot be understood whole.
    func check() throws(CommandError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let data = FileManager.default.contents(atPath: path),
            let settings = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
        else { throw error("it is no JSON object that can be read") }
        for (key, value) in settings {
            guard Setting(rawValue: key) != nil else { throw error("there is no setting \"\(key)\"") }
            guard let text = value as? String else { throw error("the setting \"\(key)\" is no text") }
            // From elsewhere, another folder would be meant.
            guard key != "data" || text.isEmpty || text.hasPrefix("/") else {
                throw error("the setting \"data\" is no absolute path")
            }
        }
    }

    func error(_ flaw: String) -> CommandError {
        let settings = Setting.allCases.map(\.rawValue).joined(separator: ", ")
        return CommandError(
            .refusedInput, "\(path): \(flaw). Correct it or take it away; its settings are \(settings).")
    }
}
