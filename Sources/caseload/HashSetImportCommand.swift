import ArgumentParser
import CaseStore
import Cluster
import HashSets
import Reporting

struct HashSetImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports a hash set and prints what was read, kept, written and found again.",
        discussion: """
            Every examination from now on matches against it. A damaged file is refused whole; a bad record is \
            reported and skipped.
            """)

    @Argument(help: "The set's file.") var file: String
    @Option(help: "The set's name; by default its own, or the file's.", transform: Word.notEmpty) var name: String?
    @Option(
        help: "The set's version; by default its own, or the beginning of the file's SHA-256.",
        transform: Word.notEmpty)
    var version: String?
    @Option(help: "The category of entries that have none themselves.", transform: Word.notEmpty) var category: String?
    @Option(help: .init("Take the file for this format, whatever it looks like.", valueName: "format"))
    var formatOfSet: HashSetFormat?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore(making: true) { open in
            let registry = HashSetRegistry(
                store: open.store, folder: HashSetRegistry.folder(in: open.located.dataFolder))
            let board = ProgressBoard(in: store)
            let path = AbsolutePath.of(file)
            let report = try await registry.add(
                path, named: name, version: version, category: category, format: formatOfSet
            ) { board.show($0, of: path) }
            board.clear()
            try output.show(report)
            if let remark = report.remark(on: file) { StandardError.say(remark) }
        }
    }
}
