@testable import PrivateStore

extension Program {
    /// Runs it to its end, which must be a good one.
    /// - Returns: what it wrote to standard output.
    func output() throws -> String {
        let (output, ending) = try run()
        guard ending == .exited(0) else {
            throw PrivateStoreError(.serverFailed, subject: path, cause: "\(ending)")
        }
        return output
    }
}
