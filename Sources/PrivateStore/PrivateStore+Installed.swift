internal import Foundation

extension PrivateStore {
    /// The version of PostgreSQL's programs that a new private store would be made with; nil where none fits.
    public static var installedMajorVersion: Int? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let chosen = try? Installation.choose(from: Installation.all(path: path), for: nil, dataFolder: "")
        return chosen?.majorVersion
    }
}
