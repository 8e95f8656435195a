import ArgumentParser
import CaseStore
import Findings
import Reporting

/// The hash set that a command is about.
struct HashSetArgument: ParsableArguments {
    @Argument(help: .init("The set's name, or the beginning of its SHA-256: 6 digits or more.", valueName: "set"))
    var name: String

    /// The one version of a set that the name means; of several, the one that was not removed.
    func record(in store: CaseStore) async throws -> HashSetRecord {
        let all = try await store.hashSets(named: name)
        let active = all.filter { !$0.isRemoved }
        let sets = active.isEmpty ? all : active
        guard let first = sets.first else { throw CommandError.noHashSet(name) }
        guard sets.count == 1 else {
            let versions = sets.map { "\(Hexadecimal.text($0.sha256).prefix(12)) (version \($0.version))" }.joined(
                separator: ", ")
            throw CommandError(.usage, "There are several hash sets \(name): name one of \(versions).")
        }
        return first
    }
}

extension CommandError {
    static func noHashSet(_ name: String) -> CommandError {
        CommandError(.refusedInput, "The store holds no hash set \(name). Run: `caseload hashset list --all`")
    }
}
