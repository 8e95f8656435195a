internal import CoreMetrics

/// Counters of one name for each of the values that one label can take. All are there from the beginning, at zero: a
/// counter that appears with its first event hides that event.
struct CounterFamily<Value: Hashable & Sendable>: Sendable {
    private let counters: [Value: Counter]

    /// - Parameters:
    ///   - label: the label's name.
    ///   - values: each with its word; what is none of them is not counted.
    init(_ metric: ClusterMetric, label: String, values: [Value: String], in factory: any MetricsFactory) {
        counters = values.mapValues { word in
            Counter(label: metric.rawValue, dimensions: [(label, word)], factory: factory)
        }
    }

    func count(_ value: Value, by amount: Int = 1) {
        if amount > 0 { counters[value]?.increment(by: amount) }
    }
}

extension CounterFamily where Value: CaseIterable & RawRepresentable<String> {
    init(_ metric: ClusterMetric, label: String, in factory: any MetricsFactory) {
        let values = Dictionary(uniqueKeysWithValues: Value.allCases.map { ($0, $0.rawValue) })
        self.init(metric, label: label, values: values, in: factory)
    }
}

extension Counter {
    convenience init(_ metric: ClusterMetric, in factory: any MetricsFactory) {
        self.init(label: metric.rawValue, factory: factory)
    }
}

extension Meter {
    convenience init(
        _ metric: ClusterMetric, _ dimensions: [(String, String)] = [], in factory: any MetricsFactory
    ) {
        self.init(label: metric.rawValue, dimensions: dimensions, factory: factory)
    }
}

extension Timer {
    convenience init(_ metric: ClusterMetric, in factory: any MetricsFactory) {
        self.init(label: metric.rawValue, factory: factory)
    }

    /// - Parameter start: when what is measured began.
    func record(since start: ContinuousClock.Instant) {
        let parts = (ContinuousClock.now - start).components
        recordSeconds(Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
    }
}
