import ArgumentParser
import CaseStore

struct DatabaseCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says which version the tables have, and whether it is this program's.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withLocatedStore { located in
            let schema = try await CaseStore.schema(at: located.address, patience: located.patience)
            try output.show(SchemaRecord(schema: schema))
            try schema.check()
        }
    }
}
