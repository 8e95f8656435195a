import ArgumentParser
import CaseStore

struct HashSetRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Takes a hash set out of examinations to come, and prints it.",
        discussion: """
            Its hits stay, and so does its index, so that they can be explained. Importing the same file again brings \
            it back.
            """)

    @OptionGroup var set: HashSetArgument
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let record = try await set.record(in: open.store)
            try await open.store.removeHashSet(record.sha256)
            try output.show(record)
        }
    }
}
