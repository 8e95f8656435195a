import Findings
import Foundation
import PrivateStore
import Shards
import Testing

@testable import CaseStore

@Suite("Landing on a server in trouble")
struct DisturbanceTests {
    /// Asks until the store has an answer, as a coordinator does.
    /// - Returns: what went wrong on the way.
    @discardableResult
    private static func insist(
        on server: DisturbedServer, _ attempt: () async throws -> Void
    ) async throws -> Set<StoreError.Reason> {
        var troubles: Set<StoreError.Reason> = []
        while true {
            do {
                try await attempt()
                return troubles
            } catch {
                guard let error = error as? StoreError, error.isTemporary || error.reason == .commitUnknown else {
                    throw error
                }
                troubles.insert(error.reason)
                try await server.server.revive()
            }
        }
    }

    private static func land(_ number: Int32, of size: Int64, _ lease: Grant, on server: DisturbedServer) async throws {
        let landing = try await server.store.land(
            batch(number, of: size), of: lease.shard, under: lease.claim, batch: number, completes: false)
        #expect(landing == .accepted)
    }

    private static func batch(_ number: Int32, of size: Int64) -> ShardFindings {
        let items = (0..<size).map {
            Item.sample(Int64(number) * size + $0, path: "/" + String(repeating: "x", count: 500))
        }
        return ShardFindings(volume: 0, items: items)
    }

    @Test("lands every batch once, however often PostgreSQL is killed meanwhile")
    func killedServer() async throws {
        try await DisturbedServer.run { server in
            _ = try await server.store.createCase("A")
            let exhibit = try await Examination.begin("1", in: server.store)
            let (batches, size) = (Int32(60), Int64(200))
            var troubles: Set<StoreError.Reason> = []
            for number in 0..<batches {
                // On a thread of its own: it strikes before, in or after the landing.
                if number % 8 == 3 { Thread.detachNewThread { server.killServer() } }
                troubles.formUnion(
                    try await Self.insist(on: server) {
                        try await Self.land(number, of: size, exhibit.lease, on: server)
                    })
            }
            #expect(!troubles.isEmpty)
            var ordinals: [Int64] = []
            try await Self.insist(on: server) {
                ordinals = []
                try await server.store.items(ItemFilter()) { ordinals += $0.map(\.item.ordinal) }
            }
            #expect(ordinals == Array(0..<Int64(batches) * size))
        }
    }

    @Test("says that the disk is full, and goes on once there is room", .enabled(if: DisturbedServer.canMount))
    func fullDisk() async throws {
        try await DisturbedServer.run(megabytes: 110) { server in
            _ = try await server.store.createCase("A")
            let exhibit = try await Examination.begin("1", in: server.store)
            var (number, full): (Int32, StoreError?) = (0, nil)
            while full == nil, number < 100 {
                do {
                    try await Self.land(number, of: 2000, exhibit.lease, on: server)
                    number += 1
                } catch { full = error as? StoreError }
            }
            #expect(full?.reason == .storageFull && full?.isTemporary == true)
            try server.resize(megabytes: 400)
            try await Self.insist(on: server) { try await Self.land(number, of: 2000, exhibit.lease, on: server) }
            #expect(try await server.store.progress(of: exhibit.id).items == Int64(number + 1) * 2000)
        }
    }
}
