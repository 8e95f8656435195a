internal import Foundation

extension PrivateStore {
    /// The version of PostgreSQL's programs that a new private store would be made with; nil where none fits.
    public static var installedMajorVersion: Int? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let all = Installation.all(path: path)
        return (try? Installation.choose(from: all, for: nil, dataFolder: ""))?.majorVersion
    }
}
