import PrivateStore
import Subprocess
import Testing

/// A private store's database, asked by PostgreSQL's own client.
struct Database {
    let address: String

    init(_ store: PrivateStore) { address = store.address }

    /// The first column of the first row.
    func ask(_ query: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("psql"), arguments: ["-XAtqc", "\(query)", "\(address)"], output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw Refused(words: result.standardError) }
        return result.standardOutput.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    /// States of a shard.
    enum State: String { case ready, leased, done }

    /// How many shards in a state are a worker's, or were its last.
    func count(of state: State, by worker: String) async throws -> Int {
        let words = try await ask(
            "SELECT count(*) FROM shards WHERE worker = '\(worker)' AND state = '\(state.rawValue)'")
        return try #require(Int(words))
    }

    struct Refused: Error { let words: String }
}
