import ArgumentParser
import CaseStore

struct DatabaseCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says which version the tables have, and whether it is this program's.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        let located = try await store.locate()
        defer { located.close() }
        let schema = try await CaseStore.schema(at: located.address)
        try output.show(SchemaRecord(schema: schema))
        try schema.check()
    }
}
