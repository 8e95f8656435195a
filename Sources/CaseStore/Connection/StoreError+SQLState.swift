extension StoreError {
    /// The error for what a server said, by its SQLSTATE (PostgreSQL manual, appendix A).
    init(sqlState: String, message: String) {
        self.init(Reason(sqlState: sqlState), sqlState: sqlState, cause: message)
    }

    /// Whether a kept statement is no longer what it was: its tables have changed, or, behind a pooler, the server is another.
    var isOfPreparation: Bool { ["0A000", "26000"].contains(sqlState) }
}

extension StoreError.Reason {
    init(sqlState: String) {
        switch sqlState {
        case "28P01", "28000": self = .accessDenied
        case "3D000": self = .databaseMissing
        case "53100": self = .storageFull
        // 25006: a standby that has not been promoted yet, or a primary that was made read-only.
        case "57P03", "57P04", "25006": self = .starting
        case "57P01", "57P02", "57P05", "25P03": self = .connectionLost
        case "40001", "40P01", "55P03": self = .busy
        case "42P01": self = .schemaMissing
        default:
            switch sqlState.prefix(2) {
            case "08": self = .connectionLost
            case "23": self = .conflict
            case "53": self = .busy
            default: self = .other
            }
        }
    }
}
