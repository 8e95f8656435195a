import ArgumentParser
import CaseStore
import Reporting

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Lists the open cases in the order in which they are examined: what waits, since when, until when.",
        discussion: """
            The order is by risk, then by due date, then by waiting. What is left and when it ends is estimated from what \
            was read in the last ten minutes, as if one case were examined after the other.

            With --breaches, only what is past a limit is listed, and the exit code is then \
            \(ExitStatus.limitPassed.rawValue): a timer can mail it. The limits depend on the risk; docs/supervision.md \
            has them.
            """)

    @Flag(help: "List what is past its limit, and exit with 3 if anything is.") var breaches = false
    @OptionGroup var limits: LimitOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func validate() throws {
        guard breaches || limits.isEmpty else { throw ValidationError("Limits go with --breaches.") }
    }

    func run() async throws {
        let hasBreaches = try await store.withStore { open in
            let (cases, now) = try await open.store.supervise()
            let queue = CaseQueue(cases, now: now)
            guard breaches else {
                try await output.list(queue.entries.map { QueueRow(entry: $0, now: now) }, none: "No open cases.")
                return false
            }
            let rows = queue.entries.flatMap { entry in
                limits.limits.breaches(of: entry, at: now).map { BreachRow(supervised: entry.supervised, breach: $0) }
            }
            try await output.list(rows, none: "No case is past a limit.")
            return !rows.isEmpty
        }
        if hasBreaches { throw ExitCode(ExitStatus.limitPassed.rawValue) }
    }
}
