import Foundation
import Glibc
import PrivateStore
import Subprocess
import SystemPackage

/// The program as it was built, run as a user runs it: a process of its own, its words on standard output.
enum Caseload {
    /// Beside the test bundle, where SwiftPM has built it; `CASELOAD_PROGRAM` names another one.
    static let path: FilePath = {
        if let path = ProcessInfo.processInfo.environment["CASELOAD_PROGRAM"] { return FilePath(path) }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return FilePath(tests).removingLastComponent().appending("caseload")
    }()

    /// The program as a private store's keeper.
    static let keeper = KeeperCommand(program: path.string, arguments: ["keeper", "--data"])

    /// The most that is kept of what a run says.
    private static let outputLimit = 512 << 20

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil
    ) async throws -> Outcome {
        try await run(arguments, environment: environment, in: folder) { _ in }
    }

    /// Runs the program to its end and does something else to it meanwhile.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil,
        meanwhile: (pid_t) async throws -> Void
    ) async throws -> Outcome {
        var changed = environment
        changed["NO_COLOR"] = "1"
        let result = try await Subprocess.run(
            .path(path), arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: changed.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
            workingDirectory: folder.map { FilePath($0.path) }, input: .none,
            output: .string(limit: outputLimit), error: .string(limit: outputLimit)
        ) { execution in
            try await meanwhile(execution.processIdentifier.value)
        }
        return Outcome(
            status: result.terminationStatus, output: result.standardOutput, errors: result.standardError)
    }
}

/// How a run of the program ended, and what it said.
struct Outcome: CustomStringConvertible {
    let status: TerminationStatus
    let output: String
    let errors: String

    var isSuccess: Bool { status.isSuccess }

    /// nil when a signal has ended it.
    var exitCode: Int32? {
        guard case .exited(let code) = status else { return nil }
        return code
    }

    /// The objects of `--format jsonl`.
    func records<Record: Decodable>(_ type: Record.Type) throws -> [Record] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try output.split(separator: "\n").map { try decoder.decode(type, from: Data($0.utf8)) }
    }

    var description: String { "\(status)\n\(output.prefix(4000))\n\(errors.suffix(4000))" }
}
