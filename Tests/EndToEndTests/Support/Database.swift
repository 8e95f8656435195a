import PrivateStore
import Subprocess

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

    struct Refused: Error { let words: String }
}
