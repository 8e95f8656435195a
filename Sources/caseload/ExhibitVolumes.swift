import ArgumentParser
import CaseStore

struct ExhibitVolumes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "volumes", abstract: "Lists the volumes of an exhibit, with what their file systems are.")

    @OptionGroup var exhibitArguments: ExhibitArguments
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let exhibit = try await exhibitArguments.exhibit(in: open.store)
            let volumes = try await open.store.volumes(of: exhibit.id)
            try await output.list(volumes.map { VolumeRecord(exhibit: exhibit, volume: $0) }, none: "No volumes.")
        }
    }
}
