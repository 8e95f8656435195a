internal import Findings
public import struct Foundation.Date

/// The open cases in the order in which they are examined, and when each will have been: as if the servers went on as
/// they did lately, and took one case after the other.
public struct CaseQueue: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let supervised: SupervisedCase
        /// When it will have been examined; nil where nobody can tell, and where nothing is left.
        public let estimatedFinish: Date?
    }

    public let now: Date
    public let entries: [Entry]

    /// - Parameter now: the moment at which the cases stood so.
    public init(_ cases: [SupervisedCase], now: Date) {
        self.now = now
        let pace = Pace(of: cases, now: now)
        var ahead: Int64 = 0
        entries = cases.sorted { $0.precedes($1) }.map { supervised in
            ahead = ahead.addingClamped(supervised.left)
            let seconds = supervised.left > 0 ? pace.seconds(for: ahead) : nil
            return Entry(supervised: supervised, estimatedFinish: seconds.map(now.addingTimeInterval))
        }
    }
}
