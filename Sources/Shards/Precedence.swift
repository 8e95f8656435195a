public import struct Foundation.Date
public import struct Foundation.TimeInterval

/// For which exhibit the next grant is. It reads no clock: it is told the time.
///
/// By the risk of its case, then by the date at which that is due; among equals the one with the fewest leases, and of those
/// the one that has waited longest. Within an exhibit its shards go by likelihood, in disk order. A grant is short, so one
/// that comes late with a high risk is next as soon as anybody asks.
///
/// Every fourth turn is kept for those that have been neglected, whatever their rank, the longest first: a fleet that never
/// catches up still gets on with all of them, and still spends three quarters of itself on the most urgent.
public enum Precedence {
    /// After this many seconds without a grant an exhibit is neglected.
    public static let patience: TimeInterval = 300
    /// So many turns pass between two for the neglected.
    public static let turnsPerNeglected = 4

    /// - Parameter turn: the number of the grant, from 0.
    /// - Returns: the place in `waiting` of the exhibit whose turn it is; nil where none waits.
    public static func next(among waiting: [WaitingExhibit], at now: Date, turn: Int) -> Int? {
        if turn % turnsPerNeglected == turnsPerNeglected - 1, let neglected = longestNeglected(of: waiting, at: now) {
            return neglected
        }
        return waiting.indices.min { waiting[$0].outranks(waiting[$1]) }
    }

    private static func longestNeglected(of waiting: [WaitingExhibit], at now: Date) -> Int? {
        waiting.indices.lazy.filter { waiting[$0].isNeglected(at: now) }
            .min { (waiting[$0].grantedAt, waiting[$0].number) < (waiting[$1].grantedAt, waiting[$1].number) }
    }
}
