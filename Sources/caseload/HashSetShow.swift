import ArgumentParser
import CaseStore
import Cluster
import Findings
import HashSets
import Reporting

struct HashSetShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a hash set with its index, or the entry that a hit names.",
        discussion: "The index is read whole and held against its SHA-256 first.")

    @OptionGroup var set: HashSetArgument
    @Option(help: .init("Show this entry, by the number that hits give.", valueName: "number")) var entry: Int64?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let record = try await set.record(in: open.store)
            let library = HashSetLibrary(directory: HashSetRegistry.folder(in: open.located.dataFolder))
            let index = try library.open(Hexadecimal.text(record.sha256), verifying: true)
            guard let number = entry else {
                return try output.show(HashSetDetail(record: record, summary: index.summary))
            }
            guard let entry = index.entry(number) else {
                throw CommandError(.refusedInput, "Hash set \(record.name) has no entry \(number).")
            }
            try output.show(entry)
        }
    }
}
