internal import Findings

/// Why a volume that was recognised cannot be examined.
struct Obstacle: Hashable, Sendable {
    let reason: Failure.Reason
    /// What it is, as a sentence's beginning: `LUKS 2 encryption`.
    let what: String

    static func encrypted(_ what: String) -> Obstacle { Obstacle(reason: .encryptedVolume, what: what) }
    static func managed(_ what: String) -> Obstacle { Obstacle(reason: .unsupportedVolumeManager, what: what) }
    static func unsupported(_ what: String) -> Obstacle { Obstacle(reason: .unsupportedFileSystem, what: what) }
    static func damaged(_ what: String) -> Obstacle { Obstacle(reason: .fileSystemDamaged, what: what) }
    static func archive(_ what: String) -> Obstacle { Obstacle(reason: .archiveNotExamined, what: what) }

    /// What it is, and what an investigator can do about it.
    var detail: String {
        switch reason {
        case .encryptedVolume:
            "\(what): the volume is encrypted. Unlock it with the key or password, image what is inside, and add that."
        case .unsupportedVolumeManager:
            "\(what): a volume manager that is not supported. Assemble its volumes read-only, image and add them."
        case .unsupportedFileSystem:
            "\(what) is not supported: nothing of it was walked. Examine the volume with a tool that knows it."
        case .archiveNotExamined:
            "\(what): archives are not examined yet. Unpack it with another tool and add what was in it."
        default: what
        }
    }
}
