import ArgumentParser
import Cluster
import Foundation
import Reporting

struct ExamineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "examine",
        abstract: "Examines device images on this machine and prints which known files are on them.",
        discussion: """
            Starts a private PostgreSQL, a coordinator and workers, examines every file and deleted file of the images \
            once, and stops everything again. Interrupted, it can be typed again and goes on. The findings stay in the \
            store: `caseload items`, `caseload hits` and `caseload failures` list them. With a format other than \
            table, standard output carries the hits alone.
            """)

    @Argument(help: "Images: raw, split raw (its first part), E01, VMDK, VHD, VHDX, VDI, QCOW2, AFF, DMG.")
    var images: [String]
    @Option(
        name: .customLong("case"), help: "The case's reference; made if it is new.", transform: Word.notEmpty)
    var caseReference = "default"
    @Option(
        name: .customLong("exhibit"),
        help: .init(
            "The exhibit's reference; by default the image's file name. With several images, one for each.",
            valueName: "reference"), transform: Word.notEmpty)
    var exhibits: [String] = []
    @Option(
        name: .customLong("hash-set"),
        help: .init("A hash set to match against; may be repeated.", valueName: "file[=category]"))
    var hashSets: [HashSetFileArgument] = []
    @Option(help: "How many workers, each with one examiner; by default one for each core.")
    var workers = ProcessInfo.processInfo.activeProcessorCount
    @OptionGroup var verification: VerificationOptions
    @Flag(help: "Examine again what has been examined before.") var anew = false
    @Flag(help: "Exit with 2 when there are failure findings or a verification fails.") var strict = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var tuning: TuningOptions
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard !images.isEmpty else { throw ValidationError("Name at least one image.") }
        guard workers >= 1 else { throw ValidationError("At least one worker is needed.") }
        guard exhibits.isEmpty || exhibits.count == images.count else {
            throw ValidationError("Give --exhibit once for each image, or not at all.")
        }
        let references = images.indices.map { imagePath(at: $0).reference }
        if let twice = references.first(where: { reference in references.count { $0 == reference } > 1 }) {
            throw ValidationError("Two images would be exhibit \(twice). Give each its own --exhibit, or name it once.")
        }
        if images.count > 1, !verification.acquisition.isEmpty {
            throw ValidationError("An acquisition hash goes with a single image.")
        }
    }

    func run() async throws {
        let run = ExamineRun(
            store: store, tuning: tuning, roleArguments: log.arguments, logger: try await log.logger("examine"))
        let outcome = try await run.run(request) { report in try await report.print(in: output) }
        if strict && outcome.hasFailures { throw ExitCode(ExitStatus.doneWithFailures.rawValue) }
    }

    private var request: LocalExamination.Request {
        let images = images.indices.map { index in
            let image = imagePath(at: index)
            return LocalExamination.Image(path: image.path, reference: image.reference)
        }
        return .init(
            caseReference: caseReference, images: images, hashSets: hashSets.map(\.file),
            policy: verification.policy, acquisition: verification.acquisition, workerCount: workers, isAnew: anew)
    }

    private func imagePath(at index: Int) -> ImagePath {
        ImagePath(images[index], reference: exhibits.isEmpty ? nil : exhibits[index])
    }
}
