import ArgumentParser
import CaseStore
import Reporting

/// The case that a listing is about.
struct CaseArgument: ParsableArguments {
    @Argument(help: .init("The case's reference; may be left out where there is one case.", valueName: "case"))
    var caseReference: String?

    /// The reference that was given, or that of the only case.
    func reference(in store: CaseStore) async throws -> String {
        if let caseReference { return caseReference }
        let cases = try await store.cases().map(\.reference)
        if cases.count == 1, let only = cases.first { return only }
        throw CommandError.oneOf(cases, "case", in: "The store")
    }
}

/// The exhibit that a command is about.
struct ExhibitArguments: ParsableArguments {
    @OptionGroup var caseArgument: CaseArgument
    @Argument(help: .init("The exhibit's reference; may be left out where the case has one.", valueName: "exhibit"))
    var exhibit: String?

    /// The exhibit that was named, or the only one of its case.
    func exhibit(in store: CaseStore) async throws -> ExhibitRecord {
        let reference = try await caseArgument.reference(in: store)
        if let exhibit { return try await store.exhibit(exhibit, of: reference) }
        let exhibits = try await store.exhibits(of: reference)
        if exhibits.count == 1, let only = exhibits.first { return only }
        throw CommandError.oneOf(exhibits.map(\.reference), "exhibit", in: "Case \(reference)")
    }
}

extension CommandError {
    /// Something has to be named because there are several, or none.
    static func oneOf(_ references: [String], _ noun: String, in place: String) -> CommandError {
        guard !references.isEmpty else {
            return CommandError(.refusedInput, "\(place) holds no \(noun). Run: `caseload examine IMAGE`")
        }
        let shown = references.prefix(20).joined(separator: ", ")
        let more = references.count > 20 ? " and \(references.count - 20) more" : ""
        return CommandError(.usage, "\(place) holds several \(noun)s: name one of \(shown)\(more).")
    }
}
