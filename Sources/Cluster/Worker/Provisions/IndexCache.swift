internal import ClusterProtocol
internal import Findings
internal import GRPCCore
internal import HashSets
internal import Logging
internal import SwiftProtobuf

/// The hash-set indexes of one host, shared by all its workers: each is fetched from a coordinator once, goes on where a cut
/// had ended it, and is used only when its SHA-256 is right.
struct IndexCache: Sendable {
    let folder: String
    let worker: String
    let connection: CoordinatorConnection
    let logger: Logger

    /// How often it is looked whether another worker of this host has finished an index.
    private static let interval: Duration = .milliseconds(200)

    /// Sees to it that the folder has an index.
    /// - Parameter isWorthwhile: asked before each attempt.
    /// - Returns: false when it is no longer worth while.
    /// - Throws: `Obstruction` where it is not to be had.
    func provide(_ sha256: [UInt8], while isWorthwhile: () -> Bool) async throws -> Bool {
        let library = HashSetLibrary(directory: folder)
        do {
            while isWorthwhile() {
                if library.holds(sha256) { return true }
                if let arrival = try IndexArrival(of: sha256, in: folder) {
                    try await receive(arrival, of: sha256, while: isWorthwhile)
                } else {
                    try await Task.sleep(for: Self.interval)
                }
            }
            return false
        } catch let error as HashSetError {
            throw Obstruction("A hash set cannot be kept here: \(error)")
        } catch let error as RPCError where error.code == .notFound {
            throw Obstruction("A hash set is not to be had: \(error.message)")
        }
    }

    /// Returns early when it is no longer worth while.
    private func receive(_ arrival: IndexArrival, of sha256: [UInt8], while isWorthwhile: () -> Bool) async throws {
        logger.info(
            "Fetching a hash set.",
            metadata: ["sha256": "\(Hexadecimal.text(sha256))", "from": "\(arrival.byteCount)"])
        var isSecond = false
        while true {
            guard try await fetch(arrival, sha256, while: isWorthwhile) else { return }
            do { return try await Departure.unlessCancelled { try arrival.finish() } } catch let error as HashSetError {
                guard error.isOfContent, !isSecond else { throw error }
                logger.warning("A hash set arrived damaged, and is fetched anew: \(error)")
                try arrival.beginAnew()
                isSecond = true
            }
        }
    }

    /// - Returns: whether all of it has arrived.
    private func fetch(
        _ arrival: IndexArrival, _ sha256: [UInt8], while isWorthwhile: () -> Bool
    ) async throws -> Bool {
        while true {
            let before = arrival.byteCount
            guard let size = try await fetchPart(arrival, sha256, while: isWorthwhile) else { return false }
            let now = arrival.byteCount
            if now == size { return true }
            if now > size {
                try arrival.beginAnew()
            } else if now == before {
                throw Obstruction("A hash set does not arrive: the coordinator sends nothing of it")
            }
        }
    }

    /// - Returns: the size of the whole index; nil when it was not worth while.
    private func fetchPart(
        _ arrival: IndexArrival, _ sha256: [UInt8], while isWorthwhile: () -> Bool
    ) async throws -> Int64? {
        try await connection.persistently("fetch a hash set", while: isWorthwhile) { client, options in
            let request = Caseload_V1_IndexRequest.with {
                $0.worker = worker
                $0.sha256 = .init(sha256)
                // What had arrived before a cut is not asked for again.
                $0.offset = arrival.byteCount
            }
            return try await client.fetchIndex(request, options: options) { response in
                var size: Int64 = 0
                for try await block in response.messages {
                    size = block.byteCount
                    try arrival.append([UInt8](block.content))
                }
                return size
            }
        }
    }
}

extension HashSetError {
    /// Whether it is what has arrived that is wrong, not this host's disk.
    fileprivate var isOfContent: Bool { [.damagedIndex, .notAnIndex].contains(reason) }
}
