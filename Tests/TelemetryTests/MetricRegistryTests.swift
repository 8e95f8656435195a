import CoreMetrics
@testable import Telemetry
import TestSupport
import Testing

@Suite("Metrics as Prometheus reads them")
struct MetricRegistryTests {
    @Test("are whole families in the order of their names, each with its help and its type")
    func families() throws {
        let registry = MetricRegistry(help: ["b_total": "Back\\slash and\nline."])
        Counter(label: "b_total", dimensions: [("kind", "walk")], factory: registry).increment(by: 3)
        Meter(label: "a", factory: registry).set(-1.5)
        Counter(label: "b_total", dimensions: [("kind", "contents")], factory: registry).increment(by: 2)
        #expect(
            registry.text() == """
                # TYPE a gauge
                a -1.5
                # HELP b_total Back\\\\slash and\\nline.
                # TYPE b_total counter
                b_total{kind="contents"} 2
                b_total{kind="walk"} 3

                """)
        #expect(try PrometheusText(registry.text()).value("b_total", ["kind": "walk"]) == 3)
    }

    @Test("keep a label's value whatever it holds", arguments: ["", "a\"b", "a\\", "a\nb", "{x=\"y\"}", "ü, €"])
    func labels(value: String) throws {
        let registry = MetricRegistry()
        Counter(label: "n_total", dimensions: [("l", value)], factory: registry).increment()
        #expect(try PrometheusText(registry.text()).value("n_total", ["l": value]) == 1)
    }

    @Test(
        "write each number as Go reads it",
        arguments: [
            (0, "0"), (1e15, "1000000000000000"), (0.1, "0.1"), (1e300, "1e+300"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (.nan, "NaN"), (-0.5, "-0.5"), (Double(1 << 53), "9007199254740992"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) { #expect(MetricFamily.text(of: value) == text) }

    @Test("count durations into buckets that rise, each bound within its own")
    func histogram() throws {
        let registry = MetricRegistry()
        let timer = CoreMetrics.Timer(label: "s", factory: registry)
        for milliseconds in [0, 1, 2, 10_000, 10_001] { timer.recordNanoseconds(Int64(milliseconds) * 1_000_000) }
        let text = try PrometheusText(registry.text())
        #expect(text.value("s_bucket", ["le": "0.001"]) == 2)
        #expect(text.value("s_bucket", ["le": "0.0025"]) == 3)
        #expect(text.value("s_bucket", ["le": "10"]) == 4)
        #expect(text.value("s_bucket", ["le": "+Inf"]) == 5)
        #expect(text.value("s_count") == 5)
        #expect(abs(try #require(text.value("s_sum")) - 20.004) < 1e-9)
    }

    @Test("are the same number for everybody who asks for the same name and labels")
    func shared() throws {
        let registry = MetricRegistry()
        for _ in 0..<2 {
            Counter(label: "n_total", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
            Counter(label: "n_total", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
        }
        #expect(try PrometheusText(registry.text()).value("n_total", ["a": "1", "b": "2"]) == 4)
    }

    @Test("say what a process uses under the names of Prometheus' own libraries, and count its time upwards")
    func process() throws {
        let registry = MetricRegistry(help: ProcessMetrics.help)
        ProcessMetrics(in: registry, version: "1.2.3", build: "abc")
        let first = try PrometheusText(registry.text())
        #expect(Set(first.families.keys) == Set(ProcessMetrics.help.keys))
        #expect(first.value("caseload_build_info", ["version": "1.2.3", "build": "abc"]) == 1)
        for name in ["process_resident_memory_bytes", "process_open_fds", "process_start_time_seconds"] {
            #expect(try #require(first.value(name)) > 0)
        }
        var sum = 0.0
        for number in 0..<2_000_000 { sum += Double(number).squareRoot() }
        #expect(sum > 0)
        let seconds = "process_cpu_seconds_total"
        #expect(try #require(PrometheusText(registry.text()).value(seconds)) >= #require(first.value(seconds)))
    }
}
