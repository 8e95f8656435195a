extension StoreError {
    /// The error for what a server said, by its SQLSTATE (PostgreSQL manual, appendix A).
    init(sqlState: String, message: String) {
        self.init(Reason(sqlState: sqlState), sqlState: sqlState, cause: message)
    }
}

extension StoreError.Reason {
    init(sqlState: String) {
        switch sqlState {
        case "28P01", "28000": self = .accessDenied
        case "3D000": self = .databaseMissing
        case "53100": self = .storageFull
        case "57P03", "57P04": self = .starting
        case "57P01", "57P02", "57P05": self = .connectionLost
        case "40001", "40P01", "53300", "53200", "55P03": self = .busy
        case "42P01": self = .schemaMissing
        default:
            switch sqlState.prefix(2) {
            case "08": self = .connectionLost
            case "23": self = .conflict
            default: self = .other
            }
        }
    }
}
