public import struct Foundation.Date
public import struct Foundation.TimeInterval

/// Whether a worker may go on, by what it has done against the rules. It reads no clock: it is told what happened and when.
///
/// Being late is no offence: a lease that a worker once held may end without its knowing (`Claim.Standing.past`), and
/// whatever an examiner makes up its worker holds back, by the same rule as the coordinator's.
public struct Conduct: Hashable, Sendable {
    public enum Breach: String, Hashable, Sendable, CaseIterable {
        /// It spoke of a lease that it was never granted.
        case inventedLease = "invented-lease"
        /// It handed in what nobody asked of it, or what is no message at all.
        case inadmissibleFindings = "inadmissible-findings"

        /// So many within `Conduct.memory` end a worker's work. Findings that cannot be admitted are at once too many: the
        /// worker has looked at them itself. A lease may be lost with a database that has fallen back behind what it had
        /// confirmed, and granted to another under the same fence: an honest worker speaks of one or two such.
        public var limit: Int {
            switch self {
            case .inventedLease: 3
            case .inadmissibleFindings: 1
            }
        }
    }

    public struct Offence: Hashable, Sendable {
        public var breach: Breach
        public var at: Date

        public init(_ breach: Breach, at: Date) { (self.breach, self.at) = (breach, at) }
    }

    /// After this many seconds an offence is forgotten.
    public static let memory: TimeInterval = 600

    public private(set) var offences: [Offence]

    public init(offences: [Offence] = []) { self.offences = offences }

    /// Notes an offence, and forgets old ones.
    /// - Returns: whether it was one too many.
    public mutating func note(_ breach: Breach, at now: Date) -> Bool {
        offences.append(Offence(breach, at: now))
        offences.removeAll { now.timeIntervalSince($0.at) >= Self.memory }
        return offences.count { $0.breach == breach } >= breach.limit
    }
}
