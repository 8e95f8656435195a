import ArgumentParser
import CaseStore
import Reporting

struct ExhibitStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Says how far the examination of a case's exhibits is.")

    @OptionGroup var caseArgument: CaseArgument
    @Argument(help: .init("One exhibit's reference; by default all.", valueName: "exhibit")) var exhibit: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            let exhibits =
                if let exhibit { [try await open.store.exhibit(exhibit, of: reference)] } else {
                    try await open.store.exhibits(of: reference)
                }
            try await output.list(ExhibitStatus.self, none: "No exhibits.") { listing in
                for exhibit in exhibits {
                    let progress = try await open.store.progress(of: exhibit.id)
                    let obstacles = exhibit.state == .done ? [] : try await open.store.obstacles(to: exhibit.id)
                    try listing.print(ExhibitStatus(exhibit: exhibit, progress: progress, obstacles: obstacles))
                }
            }
        }
    }
}
