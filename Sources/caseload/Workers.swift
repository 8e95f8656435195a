import ArgumentParser
import CaseStore

struct WorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers", abstract: "Lists the workers: where they are, on what, and how fast.",
        discussion: """
            A worker is active, away (not seen for a minute), draining or quarantined. Rates are those of the last minute \
            or two.
            """)

    @Flag(help: "Also those that have not been seen for a day.") var all = false
    @Flag(help: "Go on until interrupted: redrawn on a terminal, in plain lines elsewhere.") var watch = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            if watch {
                try await WatchedWorkers(store: open.store, all: all, output: output).show()
            } else {
                try await output.list(try await open.store.workers(all: all), none: "No workers.")
            }
        }
    }
}
