internal import Authority
internal import CoreMetrics
internal import struct Foundation.Date

/// What an end of a connection counts of certificates: those refused, and how long its own still is valid.
struct PeerMetrics: Sendable {
    private let refused: CounterFamily<String>
    private let end: Meter

    init(in factory: any MetricsFactory) {
        let values = Dictionary(uniqueKeysWithValues: Refusal.words.map { ($0, $0) })
        refused = CounterFamily(.refusedPeers, label: "reason", values: values, in: factory)
        end = Meter(.certificateEnd, in: factory)
    }

    func refused(_ refusal: Refusal) { refused.count(refusal.word) }

    func ends(at date: Date) { end.set(date.timeIntervalSince1970) }
}
