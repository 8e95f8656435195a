import ArgumentParser
import CaseStore
import Reporting

struct DatabaseMigrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the tables up to what this version of Caseload speaks.",
        discussion: "There is no way back: back the database up first.")

    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await store.withLocatedStore { located in
            try print(steps: try await CaseStore.migrate(at: located.address, patience: located.patience))
        }
    }
}

/// Says which steps were taken, a line each, and where they led.
func print(steps: [String]) throws(OutputError) {
    var output = Output(descriptor: 1)
    let version = "the tables are of version \(Schema.newest)"
    let lines = steps.map { "took the step “\($0)”" } + [steps.isEmpty ? "nothing to do: \(version)" : version]
    try output.append { $0 += lines.map { $0 + "\n" }.joined().utf8 }
    try output.flush()
}
