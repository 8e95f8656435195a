import Cluster
import Foundation
import Testing

/// What operators are given to watch a cluster with.
@Suite("The files for monitoring")
struct MonitoringFilesTests {
    private static let folder = URL(filePath: #filePath).appending(path: "../../../deploy/monitoring").standardized

    @Test(
        "speak of metrics that there are, and of no others",
        arguments: ["monitoring/alerts.yml", "monitoring/dashboard.json", "kubernetes/worker-scaling.yaml"])
    func namesMetrics(file: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: "../\(file)"), encoding: .utf8)
        let known = Set(ClusterMetric.allCases.map(\.rawValue))
        let named = Set(text.matches(of: #/caseload_[a-z_]*[a-z]/#).map { String($0.output) })
        #expect(!named.isEmpty)
        for name in named {
            let stem = name.hasSuffix("_bucket") ? String(name.dropLast(7)) : name
            #expect(known.contains(stem), "\(name)")
        }
    }

    @Test("leave no metric out of the dashboard or the alerts but those that the other end shows as well")
    func isComplete() throws {
        let text = try ["dashboard.json", "alerts.yml"].map {
            try String(contentsOf: Self.folder.appending(path: $0), encoding: .utf8)
        }.joined()
        let doubled: Set<ClusterMetric> = [
            .landedBatches, .deaths, .databaseErrors, .sampled, .takenShards, .heldLeases, .handedIn, .examinedItems,
            .examinerStarts, .coordinatorUp, .coordinatorWaits,
        ]
        for metric in Set(ClusterMetric.allCases).subtracting(doubled) {
            #expect(text.contains(metric.rawValue), "\(metric)")
        }
    }
}
