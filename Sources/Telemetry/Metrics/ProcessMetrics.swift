internal import CoreMetrics
internal import Foundation
internal import Processes
internal import Synchronization

/// What every process of a cluster says of itself, under the names that Prometheus' own libraries use.
public final class ProcessMetrics: Sendable {
    private let resident: Meter
    private let virtual: Meter
    private let files: Meter
    private let fileLimit: Meter
    private let started: Meter
    private let processor: FloatingPointCounter
    private let countedSeconds = Mutex(0.0)

    public static let help = [
        "process_resident_memory_bytes": "Resident memory, mapped files included.",
        "process_virtual_memory_bytes": "Virtual memory.",
        "process_open_fds": "Open files.",
        "process_max_fds": "How many files may be open.",
        "process_start_time_seconds": "When the process started, in seconds since 1970.",
        "process_cpu_seconds_total": "Processor time used, in the program and in the kernel.",
        "caseload_build_info": "1, with the version and the build.",
    ]

    /// Adds the metrics to a registry; they are looked up whenever it is read.
    @discardableResult
    public init(in registry: MetricRegistry, version: String, build: String?) {
        resident = Meter(label: "process_resident_memory_bytes", factory: registry)
        virtual = Meter(label: "process_virtual_memory_bytes", factory: registry)
        files = Meter(label: "process_open_fds", factory: registry)
        fileLimit = Meter(label: "process_max_fds", factory: registry)
        started = Meter(label: "process_start_time_seconds", factory: registry)
        processor = FloatingPointCounter(label: "process_cpu_seconds_total", factory: registry)
        Meter(
            label: "caseload_build_info", dimensions: [("version", version), ("build", build ?? "")], factory: registry
        ).set(1)
        registry.beforeReading { self.refresh() }
    }

    private func refresh() {
        guard let usage = ProcessUsage.ofThisProcess() else { return }
        resident.set(usage.residentByteCount)
        virtual.set(usage.virtualByteCount)
        files.set(usage.openFileCount)
        if let limit = usage.openFileLimit { fileLimit.set(limit) }
        started.set((Date().timeIntervalSince1970 - ProcessInfo.processInfo.systemUptime + usage.startedAt).rounded())
        let more = countedSeconds.withLock { counted in
            defer { counted = max(counted, usage.processorSeconds) }
            return max(0, usage.processorSeconds - counted)
        }
        processor.increment(by: more)
    }
}
