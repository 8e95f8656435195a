import ArgumentParser
import CaseStore
import Cluster
import Reporting

struct ExhibitAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Registers images as exhibits of a case, without parsing them, and prints them.",
        discussion: """
            The images' files are noted with their sizes, and their first shards wait for a worker, which must reach them \
            under the same paths. They will be matched against the hash sets that the store holds, those that are imported \
            by --hash-set included.
            """)

    @Argument(help: .init("The case's reference.", valueName: "case")) var caseReference: String
    @OptionGroup var intake: IntakeOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore(making: true) { open in
            // Before hash sets are imported, which may take minutes.
            try await open.store.checkIsOpen(caseReference)
            let exhibits = try await register(in: open)
            try await output.listInFull(exhibits, none: "")
            StandardError.say(next(for: open.located))
        }
    }

    private func register(in open: OpenStore) async throws -> [ExhibitRecord] {
        let registration = Intake(
            store: open.store, dataFolder: open.located.dataFolder, isExaminedHere: open.located.privateStore != nil)
        let request = intake.request(for: caseReference)
        let board = ProgressBoard(in: store)
        defer { board.clear() }
        let hashSets = try await registration.hashSets(of: request) { board.show($0) }
        let images = try registration.look(at: request, matching: hashSets)
        let ids = try await registration.register(images, of: request) { event in
            guard case .registered(let image, isNew: false) = event, !request.isAnew else { return }
            StandardError.say("caseload: Exhibit \(Human.visible(image.reference)) was registered before.")
        }
        var exhibits: [ExhibitRecord] = []
        for id in ids { exhibits.append(try await open.store.exhibit(id)) }
        return exhibits
    }

    /// What happens now, and how it is followed.
    private func next(for located: LocatedStore) -> String {
        let place = CommandHint(caseReference: caseReference, store: store)
        guard located.privateStore == nil else {
            return "Nothing examines a private store by itself. To do so, run, with the same options: "
                + place.text(["examine", "--case"], then: intake.images)
        }
        return "Workers examine what waits by risk and due date. To follow it, run: "
            + place.text(["case", "status"], then: ["--watch"])
    }
}
