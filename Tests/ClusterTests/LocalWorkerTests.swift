import Foundation
import Testing

@testable import Cluster

/// The names under which the workers of one machine hold their leases.
@Suite("A local worker's name")
struct LocalWorkerTests {
    @Test("tells whose child the worker is")
    func roundTrip() throws {
        let worker = LocalWorker.ofThisProcess(3)
        #expect(LocalWorker(worker.description) == worker)
        #expect(!worker.isGone)
        #expect(LocalWorker(host: worker.host, parent: Int32.max, number: 1).isGone)
        #expect(!LocalWorker(host: "another host", parent: Int32.max, number: 1).isGone)
    }

    @Test(
        "is no other worker's", arguments: ["worker-12", "local-", "local-x-1@host", "local-1-1@", "alocal-1-1@host"])
    func otherNames(name: String) { #expect(LocalWorker(name) == nil) }
}
