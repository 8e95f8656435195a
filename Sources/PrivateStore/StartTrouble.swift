/// Whether a start that failed is worth another: a full disk may have room again at any time, and what was killed was
/// perhaps killed by chance.
struct StartTrouble: Hashable {
    private var attempts = 0
    private var kills = 0

    /// Deaths may be chance so often; what dies again and again has a reason that somebody must be told of.
    private static let killLimit = 5

    /// Whether the last failure was the first one.
    var isNews: Bool { attempts == 1 }

    /// Notes a failure.
    /// - Returns: how long to wait before the next attempt; nil when there shall be none.
    mutating func delay(after error: PrivateStoreError) -> Duration? {
        switch error.reason {
        case .diskFull: break
        case .serverFailed, .keeperFailed:
            kills += 1
            guard kills < Self.killLimit else { return nil }
        case .missingPrograms, .otherVersion, .inUse, .foreignOwner, .unreachableFolder, .fileSystem: return nil
        }
        defer { attempts += 1 }
        return .milliseconds(min(2000, 50 << min(attempts, 6)))
    }
}
