import ArgumentParser
import CaseStore
import Cluster
import Findings

struct ExhibitAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Registers an image as an exhibit of a case, without parsing it, and prints it.",
        discussion: """
            The image's files are noted with their sizes, and its first shard waits for a worker. It will be matched \
            against the hash sets that the store holds now.
            """)

    @Argument(help: .init("The case's reference.", valueName: "case")) var caseReference: String
    @Argument(help: "The image; of a split one its first file.") var image: String
    @Option(
        help: .init("What the exhibit is called; by default the image's file name.", valueName: "reference"),
        transform: Word.notEmpty)
    var exhibit: String?
    @OptionGroup var verification: VerificationOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore(making: true) { open in
            let folder = HashSetRegistry.folder(in: open.located.dataFolder)
            let hashSets = try await HashSetRegistry(store: open.store, folder: folder).active()
            let image = ImagePath(image, reference: exhibit)
            let registration = try Registration(
                path: image.path, reference: image.reference, policy: verification.policy,
                acquisition: verification.acquisition, hashSets: hashSets)
            let added = try await open.store.addExhibit(
                registration.exhibit, to: caseReference, survey: registration.survey)
            try output.show(try await open.store.exhibit(added.id))
        }
    }
}
