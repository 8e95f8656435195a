import Processes

/// What this program calls itself.
enum Version {
    static let number = "0.1.0"

    /// With what tells this build from others, as `exhibit method` records it.
    static var withBuild: String { number + (ThisProgram.build.map { " (build \($0))" } ?? "") }
}
