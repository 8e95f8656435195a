public import struct Foundation.Date

/// The serial numbers of certificates that are not to be trusted any more, as of one moment.
public struct RevocationList: Hashable, Sendable {
    /// Grows with each list of an authority (RFC 5280, section 5.2.3): an older one must not take a newer one's place.
    public var number: Int64
    /// UTC, to the second.
    public var updatedAt: Date
    public var entries: [String: Entry]

    public struct Entry: Hashable, Sendable {
        public var revokedAt: Date
        public var reason: Reason

        public init(revokedAt: Date, reason: Reason) {
            (self.revokedAt, self.reason) = (revokedAt, reason)
        }
    }

    /// Why, by the codes of RFC 5280, section 5.3.1.
    public enum Reason: String, CaseIterable, Hashable, Sendable, Codable {
        case unspecified
        case keyCompromise = "key-compromise"
        case superseded
        case ceased

        var code: UInt8 {
            switch self {
            case .unspecified: 0
            case .keyCompromise: 1
            case .superseded: 4
            case .ceased: 5
            }
        }

        init(code: UInt8) { self = Self.allCases.first { $0.code == code } ?? .unspecified }
    }

    public init(number: Int64 = 1, updatedAt: Date, entries: [String: Entry] = [:]) {
        (self.number, self.updatedAt, self.entries) = (number, updatedAt, entries)
    }

    /// - Parameter serial: lower-case hex.
    public func entry(of serial: String) -> Entry? { entries[serial] }
}
