import ArgumentParser
import Dispatch
import Foundation
import UnixSignals

/// The end that a person or the system puts to a command: everything that it has started ends first.
enum Interruption {
    /// How long that may take; what is left then ends because its lifeline does.
    private static let graceSeconds = 15

    /// Runs `body` and cancels it on SIGINT or SIGTERM. On the second signal the process ends at once.
    static func watching<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await signal in signals { try interrupt(by: signal) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    private static func interrupt(by signal: UnixSignal) throws {
        let code = 128 + signal.rawValue
        StandardError.say("caseload: interrupted; type the same command again to go on")
        for late in [SIGINT, SIGTERM] { endAtOnce(on: late) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(graceSeconds)) { exit(code) }
        throw ExitCode(code)
    }

    private static func endAtOnce(on signal: Int32) { _ = Foundation.signal(signal, SIG_DFL) }
}
