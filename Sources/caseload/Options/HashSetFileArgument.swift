import ArgumentParser
import Cluster
import Foundation

/// `FILE` or `FILE=CATEGORY`.
struct HashSetFileArgument: ExpressibleByArgument {
    let file: Intake.HashSetFile

    init?(argument: String) {
        // A file whose own name holds a “=” is meant as it is.
        let equals = FileManager.default.fileExists(atPath: argument) ? nil : argument.lastIndex(of: "=")
        let path = equals.map { String(argument[..<$0]) } ?? argument
        let category = equals.map { String(argument[argument.index(after: $0)...]) }
        guard !path.isEmpty, category?.isEmpty != true else { return nil }
        file = .init(path: AbsolutePath.of(path), category: category)
    }
}
