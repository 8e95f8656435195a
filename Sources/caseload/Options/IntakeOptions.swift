import ArgumentParser
import Cluster

/// Images that become exhibits, and how they are examined.
struct IntakeOptions: ParsableArguments {
    @Argument(help: "Images: raw, split raw (its first part), E01, VMDK, VHD, VHDX, VDI, QCOW2, AFF, DMG.")
    var images: [String]
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
    @OptionGroup var verification: VerificationOptions
    @Flag(help: "Examine again what has been examined before.") var anew = false

    func validate() throws {
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

    func request(for caseReference: String) -> Intake.Request {
        let images = images.indices.map { index in
            let image = imagePath(at: index)
            return Intake.Image(path: image.path, reference: image.reference)
        }
        return .init(
            caseReference: caseReference, images: images, hashSets: hashSets.map(\.file),
            policy: verification.policy, acquisition: verification.acquisition, isAnew: anew)
    }

    private func imagePath(at index: Int) -> ImagePath {
        ImagePath(images[index], reference: exhibits.isEmpty ? nil : exhibits[index])
    }
}
