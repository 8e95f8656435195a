public import CoreMetrics
internal import Synchronization

/// All metrics of a process, as swift-metrics makes them and as Prometheus reads them.
///
/// A metric's name and label names must be what Prometheus takes; they are ours, so that another one is our mistake.
public final class MetricRegistry: MetricsFactory {
    private struct State {
        var families: [String: MetricFamily] = [:]
        var refreshers: [@Sendable () -> Void] = []
    }

    private let help: [String: String]
    private let state = Mutex(State())

    /// - Parameter help: what each metric says, by name.
    public init(help: [String: String] = [:]) { self.help = help }

    /// Has `refresh` called each time before the metrics are read: for what is looked up rather than counted.
    public func beforeReading(_ refresh: @escaping @Sendable () -> Void) {
        state.withLock { $0.refreshers.append(refresh) }
    }

    /// Everything, in Prometheus' text format.
    public func text() -> String {
        for refresh in state.withLock({ $0.refreshers }) { refresh() }
        let families = state.withLock { $0.families.values.sorted { $0.name < $1.name } }
        return families.map { $0.text(help: help[$0.name]) }.joined()
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, .counter, dimensions)
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, .counter, dimensions)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, .gauge, dimensions)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : cell(label, .gauge, dimensions)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    // A metric that was shown once stays: one that vanishes between two readings looks like a fault.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func cell(_ name: String, _ kind: MetricFamily.Kind, _ labels: [(String, String)]) -> MetricCell {
        state.withLock { state in
            state.families[name, default: MetricFamily(name, kind)].cell(of: kind, labels: MetricLabels(labels))
        }
    }

    private func histogram(_ name: String, _ labels: [(String, String)]) -> MetricHistogram {
        state.withLock { state in
            state.families[name, default: MetricFamily(name, .histogram)].histogram(labels: MetricLabels(labels))
        }
    }
}
