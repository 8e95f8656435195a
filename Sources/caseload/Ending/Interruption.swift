import ArgumentParser
import Dispatch
import Foundation
import UnixSignals

/// The end that a person or the system puts to a command: everything that it has started ends first.
enum Interruption {
    /// How long that may take; what is left then ends because its lifeline does.
    private static let graceSeconds = 15

    /// What the shell would say of a command that a signal has ended (POSIX 2.8.2).
    static let exitCodes = "  130, 143  interrupted by SIGINT (Ctrl-C) or SIGTERM; a second one ends it at once"

    /// Runs a command and cancels it on SIGINT or SIGTERM. On the second signal the process ends at once.
    static func watching(_ command: sending any AsyncParsableCommand) async throws {
        let goesOn = command is ExamineCommand
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let work = Task { [command] in
            var command = command
            try await command.run()
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await withTaskCancellationHandler {
                    try await work.value
                } onCancel: {
                    work.cancel()
                }
                return true
            }
            group.addTask {
                for await signal in signals { try interrupt(by: signal, goesOn) }
                return false
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next(), !isDone {}
        }
    }

    private static func interrupt(by signal: UnixSignal, _ goesOn: Bool) throws {
        let code = 128 + signal.rawValue
        StandardError.say("caseload: interrupted" + (goesOn ? "; type the same command again to go on" : ""))
        for late in [SIGINT, SIGTERM] { endAtOnce(on: late) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(graceSeconds)) { exit(code) }
        throw ExitCode(code)
    }

    private static func endAtOnce(on signal: Int32) { _ = Foundation.signal(signal, SIG_DFL) }
}

/// A command that ends on signals in its own way: a role that others start, or that hands back what it holds.
protocol Role: AsyncParsableCommand {}
